/** What is the matter between a client and TLS, by the code of the error; undefined: nobody is there. */
export function tlsTroubleOf(
  url: string,
  code: string,
): 'name' | 'time' | 'authority' | 'plain' | 'secure' | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'name';
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return 'time';
  if (/CERT|SIGNED|ISSUER|VERIFY/.test(code)) return 'authority';
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(code)) return 'plain';
  const isCut = code === 'UND_ERR_SOCKET' || code === 'ECONNRESET';
  return isCut && url.startsWith('http:') ? 'secure' : undefined;
}
