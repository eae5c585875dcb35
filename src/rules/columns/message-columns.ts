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
  { en: 'the message id', zh: '消息标识' },
  (event) => event.message.id,
);

const payload: Column<OfMessage> = text(
  '{"msg": "hello"}',
  { en: 'the payload as it was sent', zh: '收到的原始消息内容' },
  (event) => payloadValue(event.message),
);

const topic: Column<OfMessage> = text('t/a', { en: 'the topic', zh: '主题' }, (event) => event.message.topic);

const exampleFlags: Value = { dup: false, retain: false };

function flagsOf(message: Message, dup: boolean, retain: boolean): Value {
  const flags = newMap();
  flags.dup = dup;
  flags.retain = retain;
  if (message.topic.startsWith('$SYS/')) flags.sys = true;
  return flags;
}

const flags: Column<OfMessage> = map(
  exampleFlags,
  { en: 'dup and retain', zh: 'dup 和 retain 标志' },
  ({ message }) => flagsOf(message, message.dup, message.retain),
);

const publishProperties: Column<OfMessage> = map(
  examplePropertyMap,
  { en: 'the properties of PUBLISH', zh: 'PUBLISH 报文的属性' },
  (event) => propertyMap(event.message.properties),
);

const publishReceivedAt: Column<OfMessage> = time(
  { en: 'when the broker took the message', zh: '服务端收到消息的时间' },
  (event) => event.message.receivedAt,
);

const messageQos: Column<OfMessage> = int(
  1,
  { en: 'the QoS of the message', zh: '消息的 QoS' },
  (event) => event.message.qos,
);

const publisher = {
  clientid: text(
    'c_emqx',
    { en: 'the client id of the publisher', zh: '发布者的客户端标识' },
    (event) => event.message.from.clientId,
  ),
  username: text(
    'u_emqx',
    { en: 'the user name of the publisher', zh: '发布者的用户名' },
    (event) => event.message.from.username,
  ),
  peerhost: text(
    '192.168.0.10',
    { en: 'the address of the publisher', zh: '发布者的地址' },
    (event) => event.message.from.peerHost,
  ),
  peername: text(
    '192.168.0.10:56431',
    { en: 'the address and port of the publisher', zh: '发布者的地址和端口' },
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
  client_attrs: map(
    { test: 'example' },
    { en: 'attributes given to the publisher when it connected', zh: '发布者连接时获得的属性' },
    (event) => valueMap(Object.entries(event.message.from.attributes)),
  ),
};

export const droppedColumns: Columns<EventOf<'message.dropped'>> = {
  id,
  reason: text('no_subscribers', { en: 'why it was dropped', zh: '丢弃的原因' }, (event) => event.reason),
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
  from_clientid: text(
    'c_emqx_1',
    { en: 'the client id of the publisher', zh: '发布者的客户端标识' },
    (event) => event.message.from.clientId,
  ),
  from_username: text(
    'u_emqx_1',
    { en: 'the user name of the publisher', zh: '发布者的用户名' },
    (event) => event.message.from.username,
  ),
  clientid: {
    ...clientId,
    example: 'c_emqx_2',
    help: { en: 'the client id of the receiver', zh: '接收者的客户端标识' },
  },
  username: {
    ...username,
    example: 'u_emqx_2',
    help: { en: 'the user name of the receiver', zh: '接收者的用户名' },
  },
  payload,
  peerhost: { ...peerHost, help: { en: 'the address of the receiver', zh: '接收者的地址' } },
  peername: { ...peerName, help: { en: 'the address and port of the receiver', zh: '接收者的地址和端口' } },
  topic,
  qos: int(1, { en: 'the QoS of the delivery', zh: '投递的 QoS' }, (event) => event.qos),
  flags: map(
    exampleFlags,
    { en: 'dup and retain of the delivery', zh: '投递的 dup 和 retain 标志' },
    ({ message, retain }) => flagsOf(message, false, retain),
  ),
  pub_props: map(
    examplePropertyMap,
    {
      en: 'the properties of PUBLISH, with the identifiers of the matching subscriptions',
      zh: 'PUBLISH 报文的属性，含匹配订阅的标识符',
    },
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
  puback_props: map(
    examplePropertyMap,
    { en: 'the properties of PUBACK or PUBREC', zh: 'PUBACK 或 PUBREC 报文的属性' },
    (event) => propertyMap(event.properties),
  ),
};

export const deliveryDroppedColumns: Columns<EventOf<'delivery.dropped'>> = {
  reason: text('queue_full', { en: 'why it was dropped', zh: '丢弃的原因' }, (event) => event.reason),
  ...delivery,
};
