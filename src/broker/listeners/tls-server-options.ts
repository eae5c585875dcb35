import type { X509Certificate } from 'node:crypto';
import type { SecureContext, TLSSocket, TlsOptions } from 'node:tls';
import { parseDuration } from '../../lib/duration.ts';
import type { TlsMaterial } from './tls-material.ts';
import type { TlsSettings } from './tls-settings.ts';

/**
 * What a server needs that ends TLS.
 * @param current what was read of the certificates last: names (SNI) that change later are seen without another server
 */
export function tlsServerOptions(settings: TlsSettings, current: () => TlsMaterial): TlsOptions {
  return {
    ...current().context,
    requestCert: settings.verify === 'verify_peer',
    rejectUnauthorized: settings.fail_if_no_peer_cert,
    handshakeTimeout: parseDuration(settings.handshake_timeout) ?? 0,
    SNICallback: (name, done) => done(null, contextFor(name, current().namedContexts)),
  };
}

/** The certificate for a name, or for `*.` and the rest of it; undefined for the listener's own. */
function contextFor(name: string, contexts: ReadonlyMap<string, SecureContext>): SecureContext | undefined {
  const wanted = name.toLowerCase();
  return contexts.get(wanted) ?? contexts.get(`*${wanted.slice(wanted.indexOf('.'))}`);
}

/** Why the client's certificate does not count, undefined when it does. */
export function certificateRefusal(
  socket: TLSSocket,
  certificate: X509Certificate,
  depth: number,
): string | undefined {
  if (!socket.authorized) return untrusted(String(socket.authorizationError));
  let between = 0;
  for (let issuer = certificate.issuerCertificate; issuer; issuer = issuer.issuerCertificate) {
    if (issuer.subject === issuer.issuer) break;
    if (++between > depth) return `more than ${depth} certificates stand between the client's and its root`;
  }
  return undefined;
}

function untrusted(code: string): string {
  return `the client's certificate is not trusted (${code})`;
}

export const TOO_LONG = 'the TLS handshake took too long';

/** In words, where the code alone sends people the wrong way. */
const WORDS: Readonly<Record<string, string>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: 'the peer does not speak TLS',
  ERR_SSL_HTTP_REQUEST: 'the peer speaks HTTP and not TLS',
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: 'the client showed no certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: "the client does not trust this listener's certificate",
  'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN': "the client does not accept this listener's certificate",
  ERR_TLS_HANDSHAKE_TIMEOUT: TOO_LONG,
};

/** Undefined when the peer just went. */
export function handshakeFailure(
  { code = 'unknown' }: NodeJS.ErrnoException,
  socket: TLSSocket,
): string | undefined {
  // Set when the handshake itself went well and the certificate is what fails.
  const cause = socket.authorizationError as unknown;
  if (cause) return untrusted(String(cause));
  if (code === 'ECONNRESET') return undefined;
  return WORDS[code] ?? `the TLS handshake failed (${code})`;
}
