import { reachableHost } from '../lib/url-host.ts';
import type { ReadyListeners } from '../ready-report.ts';
import type { EmbeddedBroker } from './broker-handle.ts';

/** Where clients come in. */
export function placesOf({ tcp, ws }: ReadyListeners): Pick<EmbeddedBroker, 'port' | 'url' | 'webSocketUrl'> {
  return {
    port: tcp?.port ?? 0,
    url: tcp ? `mqtt://${reachableHost(tcp.host)}:${tcp.port}` : '',
    webSocketUrl: ws && `ws://${reachableHost(ws.host)}:${ws.port}${ws.path ?? ''}`,
  };
}
