import type { SourceMessage } from '../rule-event.ts';
import { bool, type Columns, int, map, text, time } from './column.ts';
import { payloadValue } from './payload-value.ts';
import { examplePropertyMap, propertyMap } from './property-map.ts';

/** Of what a source brings in from another broker: here `dup` and `retain` stand by themselves. */
export const sourceColumns: Columns<SourceMessage> = {
  id: text(
    '0006340A1F2E4B22F44500000A1B0001',
    { en: 'the message id', zh: '消息标识' },
    (event) => event.message.id,
  ),
  server: text(
    '192.168.0.1:1883',
    { en: 'the address and port of the other broker', zh: '远端服务器的地址和端口' },
    (event) => event.server,
  ),
  payload: text(
    '{"msg": "hello"}',
    { en: 'the payload as it was received', zh: '收到的原始消息内容' },
    (event) => payloadValue(event.message),
  ),
  topic: text(
    't/a',
    { en: 'the topic at the other broker', zh: '远端的主题' },
    (event) => event.message.topic,
  ),
  qos: int(1, { en: 'the QoS of the message', zh: '消息的 QoS' }, (event) => event.message.qos),
  dup: bool(
    false,
    { en: 'whether it may have come before', zh: '是否可能为重复消息' },
    (event) => event.message.dup,
  ),
  retain: bool(
    false,
    { en: 'whether it was a retained message', zh: '是否为保留消息' },
    (event) => event.message.retain,
  ),
  pub_props: map(examplePropertyMap, { en: 'the properties of PUBLISH', zh: 'PUBLISH 报文的属性' }, (event) =>
    propertyMap(event.message.properties),
  ),
  message_received_at: time(
    { en: 'when the message arrived here', zh: '消息到达的时间' },
    (event) => event.message.receivedAt,
  ),
};
