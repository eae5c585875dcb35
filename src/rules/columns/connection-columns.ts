import type { EventOf } from '../../broker/door.ts';
import { type Columns, text } from './column.ts';

export const connectionRefusedColumns: Columns<EventOf<'connection.refused'>> = {
  reason: text(
    'idle_timeout',
    { en: 'why the connection was closed', zh: '连接被关闭的原因' },
    (event) => event.reason,
  ),
  message: text(
    'the first packet must be CONNECT, not PUBLISH',
    {
      en: 'the same for people, undefined when the reason says it all',
      zh: '供人阅读的说明；原因已足够清楚时为 undefined',
    },
    (event) => event.sentence,
  ),
  peerhost: text(
    '192.168.0.10',
    { en: "the peer's address", zh: '对端地址' },
    (event) => event.peerHost || undefined,
  ),
  peername: text(
    '192.168.0.10:56431',
    { en: "the peer's address and port", zh: '对端地址和端口' },
    ({ peerHost, peerPort }) => (peerHost === '' ? undefined : `${peerHost}:${peerPort}`),
  ),
  listener: text(
    'tcp:default',
    { en: 'the listener to which it came', zh: '连接所到的监听器' },
    (event) => event.listener,
  ),
};
