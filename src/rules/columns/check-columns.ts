import type { EventOf } from '../../broker/door.ts';
import { clientAttributes, clientId, peerHost, peerName, username } from './client-columns.ts';
import { type Columns, text } from './column.ts';

/** Of the checks of what clients may do. */
export const checkAuthzColumns: Columns<EventOf<'client.check_authz_complete'>> = {
  clientid: clientId,
  username,
  peername: peerName,
  peerhost: peerHost,
  topic: text(
    't/1',
    {
      en: 'the topic of the message, or the filter of the subscription without $share',
      zh: '消息的主题，或不含 $share 的订阅主题过滤器',
    },
    (event) => event.topic,
  ),
  action: text(
    'publish',
    { en: 'publish or subscribe', zh: 'publish（发布）或 subscribe（订阅）' },
    (event) => event.action,
  ),
  authz_source: text(
    'file',
    {
      en: 'who decided: a source, cache, superuser, client_info (came with the credentials), default (no rule matched)',
      zh: '由谁决定：授权源、cache（缓存）、superuser（超级用户）、client_info（随凭据而来）、default（无规则匹配）',
    },
    (event) => event.source,
  ),
  result: text('allow', { en: 'allow or deny', zh: 'allow（允许）或 deny（拒绝）' }, (event) => event.result),
  client_attrs: clientAttributes,
};
