import { reasonText } from '../../../../src/texts/reason-words.ts';
import type { SearchKey } from '../../shared/search/completions.ts';
import type { Language } from '../../shared/texts/texts.ts';

const REASONS = [
  'keepalive_timeout',
  'tcp_closed',
  'ssl_closed',
  'normal',
  'kicked',
  'takenover',
  'discarded',
  'not_authorized',
  'protocol_error',
  'frame_too_large',
  'broker_stopped',
];

const MEANINGS = {
  en: {
    online: 'connected now',
    offline: 'not connected',
    kept: 'offline with a session',
    gone: 'no session, remembered',
    banned: 'kept out by a ban',
    never_seen: 'expected by a rule, never connected',
    is: 'state',
    user: 'user name begins with; in quotes exactly',
    ip: 'address begins with, or a network: 10.2.0.0/16',
    listener: 'name or type of the listener',
    proto: 'version of MQTT',
    reason: 'why it disconnected last',
    offlineFor: 'not connected for longer than 5m, 2h, 1d',
    onlineFor: 'connected for longer than',
    flapping: 'lost 3 times or more in 24 h',
    flaps: 'lost more often in 24 h than',
    queue: 'more messages wait than',
    subs: 'more subscriptions than',
    attr: 'attribute of the client',
    sub: 'has this subscription, or gets this topic',
  },
  zh: {
    online: '当前已连接',
    offline: '未连接',
    kept: '离线但保留会话',
    gone: '没有会话，仍有记录',
    banned: '被封禁',
    never_seen: '规则期望但从未连接',
    is: '状态',
    user: '用户名以此开头；加引号为完全匹配',
    ip: '地址以此开头，或网段 10.2.0.0/16',
    listener: '监听器名称或类型',
    proto: 'MQTT 版本',
    reason: '最近一次断开原因',
    offlineFor: '离线超过 5m、2h、1d',
    onlineFor: '在线超过',
    flapping: '24 小时内掉线 3 次及以上',
    flaps: '24 小时内掉线次数大于',
    queue: '排队消息数大于',
    subs: '订阅数大于',
    attr: '客户端属性',
    sub: '拥有此订阅，或会收到此主题',
  },
} as const;

/** The words of a search for clients: see "Searching clients" of docs/rest-api.md. */
export function clientSearchKeys(language: Language): readonly SearchKey[] {
  const meaning = MEANINGS[language];
  const states = (['online', 'offline', 'kept', 'gone', 'never_seen', 'banned'] as const).map((value) => ({
    value,
    meaning: meaning[value],
  }));
  return [
    { word: 'is:', meaning: meaning.is, values: states },
    { word: 'user:', meaning: meaning.user },
    { word: 'ip:', meaning: meaning.ip },
    { word: 'listener:', meaning: meaning.listener, values: ['tcp', 'ssl', 'ws', 'wss'] },
    { word: 'proto:', meaning: meaning.proto, values: ['3', '4', '5'] },
    {
      word: 'reason:',
      meaning: meaning.reason,
      values: REASONS.map((value) => ({ value, meaning: reasonText(value, language) })),
    },
    { word: 'offline>', meaning: meaning.offlineFor, values: ['5m', '1h', '1d'] },
    { word: 'online>', meaning: meaning.onlineFor, values: ['5m', '1h', '1d'] },
    { word: 'flapping', meaning: meaning.flapping },
    { word: 'flaps>', meaning: meaning.flaps },
    { word: 'sub:', meaning: meaning.sub },
    { word: 'attr.', meaning: meaning.attr },
    { word: 'queue>', meaning: meaning.queue },
    { word: 'subs>', meaning: meaning.subs },
  ];
}
