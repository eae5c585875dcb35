import { isIP } from 'node:net';
import { z } from 'zod';
import { refusalOf } from './address-rules.ts';

export interface ServerAddress {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

/** `host`, `host:port`, `[::1]:port` or a bare IPv6 address; undefined when it is none of them. */
export function parseServer(text: string, defaultPort: number): ServerAddress | undefined {
  const trimmed = text.trim();
  if (isIP(trimmed) === 6) return { host: trimmed, port: defaultPort };
  const [, bracketed, name, digits] =
    /^(?:\[([^\]]+)\]|([^\s:/?#@[\]]+))(?::(\d{1,5}))?$/.exec(trimmed) ?? [];
  const host = bracketed ?? name;
  const port = digits === undefined ? defaultPort : Number(digits);
  if (!host || port < 1 || port > 65_535) return undefined;
  if (bracketed !== undefined && isIP(bracketed.split('%')[0] ?? '') !== 6) return undefined;
  return { host, port };
}

/** The settings `server` of data systems, brokers and mail servers; read it with `parseServer`. */
export function serverField(defaultPort: number) {
  return z.string().superRefine((text, context) => {
    const mistake = mistakeInServer(text, defaultPort);
    if (mistake) context.addIssue({ code: 'custom', message: mistake });
  });
}

/** The settings `servers` and `bootstrap_hosts`: one or more of them, with commas between; read it with `parseServers`. */
export function serversField(defaultPort: number) {
  return z.string().superRefine((text, context) => {
    for (const one of text.split(',')) {
      const mistake = mistakeInServer(one, defaultPort);
      if (mistake) return context.addIssue({ code: 'custom', message: mistake });
    }
  });
}

/** Of a text that `serversField` accepted. */
export function parseServers(text: string, defaultPort: number): ServerAddress[] {
  return text.split(',').flatMap((one) => parseServer(one, defaultPort) ?? []);
}

/** Why nothing can be sent there, in words; undefined when it can. */
export function mistakeInServer(text: string, defaultPort: number): string | undefined {
  const server = parseServer(text, defaultPort);
  if (!server) return `write the server as host:port, such as db.example:${defaultPort}`;
  const reason = refusalOf(server.host);
  return reason && `requests to ${server.host}, ${reason}, are refused`;
}

/** For people: `host:port`, `[::1]:port`. */
export function showServer({ host, port }: ServerAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
