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
    'the topic of the message, or the filter of the subscription without $share',
    (event) => event.topic,
  ),
  action: text('publish', 'publish or subscribe', (event) => event.action),
  authz_source: text(
    'file',
    'who decided: a source, cache, superuser, client_info (came with the credentials), default (no rule matched)',
    (event) => event.source,
  ),
  result: text('allow', 'allow or deny', (event) => event.result),
  client_attrs: clientAttributes,
};
