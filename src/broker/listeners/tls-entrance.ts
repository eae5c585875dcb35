import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { type SecureContext, Server, type TLSSocket } from 'node:tls';
import type { Clock, Timer } from '../../lib/clock.ts';
import { parseDuration } from '../../lib/duration.ts';
import { type Arrival, type Entrance, endStage } from './arrival.ts';
import { peerCertificateOf } from './peer-certificate-of.ts';
import type { Refusals } from './refusals.ts';
import type { TlsMaterial } from './tls-material.ts';
import type { TlsSettings } from './tls-settings.ts';

/** A connection that shakes hands. */
interface Handshake {
  readonly arrival: Arrival;
  /** Why it failed. */
  failure: string | undefined;
  readonly deadline: Timer;
}

interface TlsEntranceParts {
  readonly clock: Clock;
  readonly refusals: Refusals;
}

/** Ends TLS: shakes hands, checks the client's certificate, passes the plain bytes on. */
export function tlsEntrance(
  settings: TlsSettings,
  material: TlsMaterial,
  { clock, refusals }: TlsEntranceParts,
  next: Entrance,
): Entrance {
  /** By the peer's address and port, which is all that the plain and the secure socket have in common. */
  const handshakes = new Map<string, Handshake>();
  const asks = settings.verify === 'verify_peer';
  // It never listens itself: connections are handed to it once it is known where they come from.
  const server = new Server({
    ...material.context,
    requestCert: asks,
    rejectUnauthorized: settings.fail_if_no_peer_cert,
    handshakeTimeout: parseDuration(settings.handshake_timeout) ?? 0,
    SNICallback: (name, done) => done(null, contextFor(name, material.namedContexts)),
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    const key = keyOf(socket);
    const handshake = handshakes.get(key);
    // Without an address the peer is gone; it must not pass for another one.
    if (!handshake) return void socket.destroy();
    const certificate = asks ? socket.getPeerX509Certificate() : undefined;
    handshake.failure = certificate && refusalOf(socket, certificate, settings.depth);
    if (handshake.failure !== undefined) return void socket.destroy();
    handshakes.delete(key);
    handshake.deadline.cancel();
    socket.allowHalfOpen = true;
    const peerCertificate = certificate ? peerCertificateOf(certificate) : handshake.arrival.peerCertificate;
    next(socket, { ...handshake.arrival, isSecure: true, peerCertificate });
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    const handshake = handshakes.get(keyOf(socket));
    if (handshake) handshake.failure ??= failureOf(error, socket);
    socket.destroy();
  });
  return (socket, arrival) => {
    const key = keyOf(socket);
    const deadline = endStage(arrival, clock, () => {
      handshake.failure ??= TOO_LONG;
      socket.destroy();
    });
    const handshake: Handshake = { arrival, failure: undefined, deadline };
    handshakes.set(key, handshake);
    socket.once('close', () => {
      deadline.cancel();
      if (handshakes.get(key) !== handshake) return;
      handshakes.delete(key);
      // Who says nothing and goes is a health check and not a failure.
      if (handshake.failure === undefined && socket.bytesRead === 0) return;
      const reason = handshake.failure ?? CLOSED;
      refusals.add('tls_handshake', arrival, reason);
    });
    // Who goes during the handshake is gone; later it may still want to read the answer to its last packet.
    socket.allowHalfOpen = false;
    server.emit('connection', socket);
  };
}

function keyOf({ remoteAddress, remotePort, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localPort}`;
}

/** The certificate for a name, or for `*.` and the rest of it; undefined for the listener's own. */
function contextFor(name: string, contexts: ReadonlyMap<string, SecureContext>): SecureContext | undefined {
  const wanted = name.toLowerCase();
  return contexts.get(wanted) ?? contexts.get(`*${wanted.slice(wanted.indexOf('.'))}`);
}

/** Why the client's certificate does not count, undefined when it does. */
function refusalOf(socket: TLSSocket, certificate: X509Certificate, depth: number): string | undefined {
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

const TOO_LONG = 'the TLS handshake took too long';
const CLOSED = 'the peer closed it during the TLS handshake';

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
function failureOf({ code = 'unknown' }: NodeJS.ErrnoException, socket: TLSSocket): string | undefined {
  // Set when the handshake itself went well and the certificate is what fails.
  const cause = socket.authorizationError as unknown;
  if (cause) return untrusted(String(cause));
  if (code === 'ECONNRESET') return undefined;
  return WORDS[code] ?? `the TLS handshake failed (${code})`;
}
