import type { Socket } from 'node:net';
import { Server, type TLSSocket } from 'node:tls';
import type { Clock, Timer } from '../../lib/clock.ts';
import { type Arrival, type Entrance, endStage } from './arrival.ts';
import { peerCertificateOf } from './peer-certificate-of.ts';
import type { Refusals } from './refusals.ts';
import type { TlsMaterial } from './tls-material.ts';
import { certificateRefusal, handshakeFailure, TOO_LONG, tlsServerOptions } from './tls-server-options.ts';
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
  const server = new Server(tlsServerOptions(settings, () => material));
  server.on('secureConnection', (socket: TLSSocket) => {
    const key = keyOf(socket);
    const handshake = handshakes.get(key);
    // Without an address the peer is gone; it must not pass for another one.
    if (!handshake) return void socket.destroy();
    const certificate = asks ? socket.getPeerX509Certificate() : undefined;
    handshake.failure = certificate && certificateRefusal(socket, certificate, settings.depth);
    if (handshake.failure !== undefined) return void socket.destroy();
    handshakes.delete(key);
    handshake.deadline.cancel();
    socket.allowHalfOpen = true;
    const peerCertificate = certificate ? peerCertificateOf(certificate) : handshake.arrival.peerCertificate;
    next(socket, { ...handshake.arrival, isSecure: true, peerCertificate });
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    const handshake = handshakes.get(keyOf(socket));
    if (handshake) handshake.failure ??= handshakeFailure(error, socket);
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

const CLOSED = 'the peer closed it during the TLS handshake';
