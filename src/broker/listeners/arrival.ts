import type { Socket } from 'node:net';
import { plainAddress } from '../../lib/peer-address.ts';
import type { PeerCertificate } from '../connections/peer-certificate.ts';

/** What is known of a connection on its way from `accept` to the first byte of MQTT. */
export interface Arrival {
  /** What was accepted, below TLS. */
  readonly socket: Socket;
  /** The client's address and port: of the socket, or what a trusted proxy says. `''` and 0 when it is gone already. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly isSecure: boolean;
  readonly peerCertificate: PeerCertificate | undefined;
}

/** One step of that way: it passes the connection on to the next one, or closes it. */
export type Entrance = (socket: Socket, arrival: Arrival) => void;

export function arrivalOf(socket: Socket): Arrival {
  return {
    socket,
    remoteAddress: plainAddress(socket.remoteAddress ?? ''),
    remotePort: socket.remotePort ?? 0,
    localAddress: plainAddress(socket.localAddress ?? ''),
    localPort: socket.localPort ?? 0,
    isSecure: false,
    peerCertificate: undefined,
  };
}
