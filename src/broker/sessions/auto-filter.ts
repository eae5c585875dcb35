import type { ClientInfo } from '../events.ts';

/** What stands for a fact of the client in the filter of an automatic subscription. */
export const PLACEHOLDER = /\$\{(clientid|username|host|port)\}/g;

/**
 * The filter for this client; undefined when it has no such filter: it has no user name, or a value would bring a wildcard
 * along, so that a client could choose what it is subscribed to.
 */
export function autoFilterFor(topic: string, info: ClientInfo): string | undefined {
  const values: Readonly<Record<string, string | undefined>> = {
    clientid: info.clientId,
    username: info.username,
    host: info.peerHost,
    port: String(info.peerPort),
  };
  const names = [...topic.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  const isRefused = names.some((name) => /[+#]|^$/.test(values[name] ?? ''));
  return isRefused ? undefined : topic.replace(PLACEHOLDER, (_, name: string) => values[name] ?? '');
}
