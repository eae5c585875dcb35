import { networkInterfaces } from 'node:os';
import { isEveryAddress, urlHost } from '../../lib/url-host.ts';

/** Where the dashboard listens. Port 0: it does not yet. */
export interface DashboardAddress {
  readonly host: string;
  readonly port: number;
  /** `http` if nothing is said. */
  readonly scheme?: 'http' | 'https' | undefined;
  /** What its certificate calls it. */
  readonly name?: string | undefined;
}

/**
 * Where people are sent when nobody said how they reach this server: the address of the dashboard, and for one that listens
 * on all of them the name in its certificate, or the first that is not the machine's alone. Undefined as long as its port is not known.
 */
export function derivedUrl({ host, port, scheme = 'http', name }: DashboardAddress): string | undefined {
  if (port === 0) return undefined;
  return `${scheme}://${urlHost(isEveryAddress(host) ? (name ?? ownAddress()) : host)}:${port}`;
}

function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const outside = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
  return outside?.address ?? 'localhost';
}
