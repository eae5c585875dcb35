import type { EventOf } from '../../broker/door.ts';
import { clientAttributes, clientId, peerHost, peerName, username } from './client-columns.ts';
import { type Column, type Columns, int, map, text } from './column.ts';
import { examplePropertyMap, propertyMap } from './property-map.ts';

type Subscribed = EventOf<'session.subscribed'>;
type Unsubscribed = EventOf<'session.unsubscribed'>;
type SubscribeRefused = EventOf<'session.subscribe_refused'>;

const filter: Column<Subscribed | Unsubscribed | SubscribeRefused> = text(
  't/a',
  {
    en: 'the topic filter; of a shared subscription in full, with $share',
    zh: '主题过滤器；共享订阅为含 $share 的完整形式',
  },
  (event) => event.filter,
);

const qos: Column<Subscribed | Unsubscribed | SubscribeRefused> = int(
  1,
  { en: 'the QoS of the subscription', zh: '订阅的 QoS' },
  (event) => event.qos,
);

export const subscribedColumns: Columns<Subscribed> = {
  clientid: clientId,
  username,
  peerhost: peerHost,
  peername: peerName,
  topic: filter,
  qos,
  sub_props: map(
    examplePropertyMap,
    { en: 'the properties of SUBSCRIBE', zh: 'SUBSCRIBE 报文的属性' },
    (event) => propertyMap(event.properties),
  ),
  client_attrs: clientAttributes,
};

export const unsubscribedColumns: Columns<Unsubscribed> = {
  clientid: clientId,
  username,
  peerhost: peerHost,
  peername: peerName,
  topic: filter,
  qos,
  unsub_props: map(
    examplePropertyMap,
    { en: 'the properties of UNSUBSCRIBE', zh: 'UNSUBSCRIBE 报文的属性' },
    (event) => propertyMap(event.properties),
  ),
  client_attrs: clientAttributes,
};

export const subscribeRefusedColumns: Columns<SubscribeRefused> = {
  reason: text('quota_exceeded', { en: 'why it was not granted', zh: '未被接受的原因' }, (event, context) =>
    context.reasonCodeName(event.reasonCode),
  ),
  clientid: clientId,
  username,
  peerhost: peerHost,
  peername: peerName,
  topic: filter,
  qos,
  sub_props: map(
    examplePropertyMap,
    { en: 'the properties of SUBSCRIBE', zh: 'SUBSCRIBE 报文的属性' },
    (event) => propertyMap(event.properties),
  ),
  client_attrs: clientAttributes,
};
