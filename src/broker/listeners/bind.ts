import { isIPv6 } from 'node:net';
import { urlHost } from '../../lib/url-host.ts';
import type { ListenAddress } from './listening.ts';

const LAST_PORT = 65_535;

/** `1883`, `":1883"`, `"127.0.0.1:1883"`, `"[::1]:1883"`, `"localhost:1883"`; a port alone is every IPv4 address. */
export function parseBind(bind: string | number): ListenAddress | undefined {
  const [, brackets, name, port] =
    /^(?:(?:\[([0-9a-f:.]+(?:%[a-z0-9._-]+)?)\]|([a-z0-9._-]*)):)?(\d{1,5})$/i.exec(String(bind)) ?? [];
  if (port === undefined || Number(port) > LAST_PORT) return undefined;
  if (brackets !== undefined && !isIPv6(brackets)) return undefined;
  return { host: brackets ?? (name || '0.0.0.0'), port: Number(port) };
}

/** The text that `parseBind` reads back. */
export function formatBind({ host, port }: ListenAddress): string {
  return `${urlHost(host)}:${port}`;
}
