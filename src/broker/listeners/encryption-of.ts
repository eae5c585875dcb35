import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Encryption } from '../connections/encryption.ts';

/** Of a socket over which TLS speaks, for as long as it is open; undefined of any other. */
export function encryptionOf(socket: Socket): Encryption | undefined {
  if (socket.destroyed || !isSecure(socket)) return undefined;
  const version = socket.getProtocol();
  if (version === null) return undefined;
  const { name, standardName } = socket.getCipher();
  return { version, cipher: standardName || name };
}

function isSecure(socket: Socket): socket is TLSSocket {
  return 'getCipher' in socket;
}
