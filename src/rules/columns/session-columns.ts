import type { EventOf } from '../../broker/door.ts';
import { clientAttributes, clientId, peerHost, peerName, username } from './client-columns.ts';
import { type Column, type Columns, int, map, text } from './column.ts';
import { examplePropertyMap, propertyMap } from './property-map.ts';

type Subscribed = EventOf<'session.subscribed'>;
type Unsubscribed = EventOf<'session.unsubscribed'>;

const filter: Column<Subscribed | Unsubscribed> = text(
  't/a',
  'the topic filter; of a shared subscription in full, with $share',
  (event) => event.filter,
);

const qos: Column<Subscribed | Unsubscribed> = int(1, 'the QoS of the subscription', (event) => event.qos);

export const subscribedColumns: Columns<Subscribed> = {
  clientid: clientId,
  username,
  peerhost: peerHost,
  peername: peerName,
  topic: filter,
  qos,
  sub_props: map(examplePropertyMap, 'the properties of SUBSCRIBE', (event) => propertyMap(event.properties)),
  client_attrs: clientAttributes,
};

export const unsubscribedColumns: Columns<Unsubscribed> = {
  clientid: clientId,
  username,
  peerhost: peerHost,
  peername: peerName,
  topic: filter,
  qos,
  unsub_props: map(examplePropertyMap, 'the properties of UNSUBSCRIBE', (event) =>
    propertyMap(event.properties),
  ),
  client_attrs: clientAttributes,
};
