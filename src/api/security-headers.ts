/** On every answer. There are no CORS headers: no foreign origin may read anything. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * Those, and for who came over TLS that there is nothing else. Browsers take that for all ports of a host, so that it is said
 * only where plain HTTP is switched off.
 */
export function securityHeadersFor(
  { protocol }: { readonly protocol: string },
  isTlsOnly: boolean,
): Readonly<Record<string, string>> {
  return isTlsOnly && protocol === 'https' ? headersOverTls : securityHeaders;
}

const headersOverTls = { ...securityHeaders, 'strict-transport-security': 'max-age=31536000' };
