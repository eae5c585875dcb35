import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What each request is called in its answer (`x-request-id`) and in the log: unique, and in the order of their coming. */
export function requestIds(): () => string {
  const process = randomBytes(4).toString('hex');
  let count = 0;
  return () => `${process}-${(++count).toString(36)}`;
}

/**
 * Takes the path below which a proxy shows us from the addresses of requests, where the proxy leaves it there. Requests
 * without it are answered too: of a proxy that takes it away, and of whoever comes directly.
 * @param basePath `/tocsin`, or empty
 */
export function withoutBasePath(basePath: string): (request: IncomingMessage) => string {
  return ({ url = '/' }) => {
    if (basePath === '' || !url.startsWith(basePath)) return url;
    const rest = url.slice(basePath.length);
    return rest.startsWith('/') ? rest : rest === '' || rest.startsWith('?') ? `/${rest}` : url;
  };
}
