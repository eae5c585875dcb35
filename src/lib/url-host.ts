/** Whether a listener on this host is reached under every address of the machine. */
export function isEveryAddress(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** The host as it stands in a URL: IPv6 addresses in brackets before a port. */
export function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** The host for a URL that works on this machine: 0.0.0.0 is an address to listen on and not one to go to. */
export function reachableHost(host: string): string {
  return isEveryAddress(host) ? 'localhost' : urlHost(host);
}
