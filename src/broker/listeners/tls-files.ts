import type { TlsSettings } from './tls-settings.ts';

/** The files that `ssl_options` name. */
export function pathsOf({ cacertfile, certfile, keyfile, crlfile, sni }: TlsSettings): string[] {
  const paths = [
    cacertfile,
    certfile,
    keyfile,
    crlfile,
    ...sni.flatMap((pair) => [pair.certfile, pair.keyfile]),
  ];
  return [...new Set(paths.filter((path) => path !== undefined))];
}
