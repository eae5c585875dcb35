import { networkInterfaces } from 'node:os';
import { isEveryAddress, urlHost } from '../../lib/url-host.ts';

/** Where the dashboard listens. Port 0: it does not yet. */
export interface DashboardAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Where people are sent when nobody said how they reach this server: the address of the dashboard, and for one that listens
 * on all of them the first that is not the machine's alone. Undefined as long as its port is not known.
 */
export function derivedUrl({ host, port }: DashboardAddress): string | undefined {
  if (port === 0) return undefined;
  return `http://${urlHost(isEveryAddress(host) ? ownAddress() : host)}:${port}`;
}

function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const outside = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
  return outside?.address ?? 'localhost';
}
