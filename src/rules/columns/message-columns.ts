import type { EventOf, Message } from '../../broker/door.ts';
import type { Value } from '../../sql/door.ts';
import { newMap } from '../../sql/values.ts';
import { clientId, peerHost, peerName, username } from './client-columns.ts';
import { type Column, type Columns, int, map, text, time } from './column.ts';
import { payloadValue } from './payload-value.ts';
import { examplePropertyMap, propertyMap } from './property-map.ts';
import { valueMap } from './value-map.ts';

interface OfMessage {
  readonly message: Message;
}

const id: Column<OfMessage> = text(
  '0006340A1F2E4B22F44500000A1B0001',
  'the message id',
  (event) => event.message.id,
);

const payload: Column<OfMessage> = text('{"msg": "hello"}', 'the payload as it was sent', (event) =>
  payloadValue(event.message),
);

const topic: Column<OfMessage> = text('t/a', 'the topic', (event) => event.message.topic);

const exampleFlags: Value = { dup: false, retain: false };

function flagsOf(message: Message, dup: boolean, retain: boolean): Value {
  const flags = newMap();
  flags.dup = dup;
  flags.retain = retain;
  if (message.topic.startsWith('$SYS/')) flags.sys = true;
  return flags;
}

const flags: Column<OfMessage> = map(exampleFlags, 'dup and retain', ({ message }) =>
  flagsOf(message, message.dup, message.retain),
);

const publishProperties: Column<OfMessage> = map(examplePropertyMap, 'the properties of PUBLISH', (event) =>
  propertyMap(event.message.properties),
);

const publishReceivedAt: Column<OfMessage> = time(
  'when the broker took the message',
  (event) => event.message.receivedAt,
);

const messageQos: Column<OfMessage> = int(1, 'the QoS of the message', (event) => event.message.qos);

const publisher = {
  clientid: text('c_emqx', 'the client id of the publisher', (event) => event.message.from.clientId),
  username: text('u_emqx', 'the user name of the publisher', (event) => event.message.from.username),
  peerhost: text('192.168.0.10', 'the address of the publisher', (event) => event.message.from.peerHost),
  peername: text(
    '192.168.0.10:56431',
    'the address and port of the publisher',
    (event) => event.message.from.peerName,
  ),
} satisfies Columns<OfMessage>;

export const publishColumns: Columns<EventOf<'message.publish'>> = {
  id,
  clientid: publisher.clientid,
  username: publisher.username,
  payload,
  peerhost: publisher.peerhost,
  peername: publisher.peername,
  topic,
  qos: messageQos,
  flags,
  pub_props: publishProperties,
  publish_received_at: publishReceivedAt,
  client_attrs: map({ test: 'example' }, 'attributes given to the publisher when it connected', (event) =>
    valueMap(Object.entries(event.message.from.attributes)),
  ),
};

export const droppedColumns: Columns<EventOf<'message.dropped'>> = {
  id,
  reason: text('no_subscribers', 'why it was dropped', (event) => event.reason),
  clientid: publisher.clientid,
  username: publisher.username,
  payload,
  peerhost: publisher.peerhost,
  peername: publisher.peername,
  topic,
  qos: messageQos,
  flags,
  pub_props: publishProperties,
  publish_received_at: publishReceivedAt,
};

type Delivery = EventOf<'message.delivered'> | EventOf<'message.acked'> | EventOf<'delivery.dropped'>;

/** Here `clientid`, `username` and the addresses are the receiver's. */
const delivery: Columns<Delivery> = {
  id,
  from_clientid: text('c_emqx_1', 'the client id of the publisher', (event) => event.message.from.clientId),
  from_username: text('u_emqx_1', 'the user name of the publisher', (event) => event.message.from.username),
  clientid: { ...clientId, example: 'c_emqx_2', help: 'the client id of the receiver' },
  username: { ...username, example: 'u_emqx_2', help: 'the user name of the receiver' },
  payload,
  peerhost: { ...peerHost, help: 'the address of the receiver' },
  peername: { ...peerName, help: 'the address and port of the receiver' },
  topic,
  qos: int(1, 'the QoS of the delivery', (event) => event.qos),
  flags: map(exampleFlags, 'dup and retain of the delivery', ({ message, retain }) =>
    flagsOf(message, false, retain),
  ),
  pub_props: map(
    examplePropertyMap,
    'the properties of PUBLISH, with the identifiers of the matching subscriptions',
    ({ message, identifiers }) =>
      propertyMap(
        identifiers ? { ...message.properties, subscriptionIdentifiers: identifiers } : message.properties,
      ),
  ),
  publish_received_at: publishReceivedAt,
};

export const deliveredColumns: Columns<EventOf<'message.delivered'>> = delivery;

export const ackedColumns: Columns<EventOf<'message.acked'>> = {
  ...delivery,
  puback_props: map(examplePropertyMap, 'the properties of PUBACK or PUBREC', (event) =>
    propertyMap(event.properties),
  ),
};

export const deliveryDroppedColumns: Columns<EventOf<'delivery.dropped'>> = {
  reason: text('queue_full', 'why it was dropped', (event) => event.reason),
  ...delivery,
};
