import type { Socket } from 'node:net';
import type { Clock, Timer } from '../../lib/clock.ts';
import { plainAddress } from '../../lib/peer-address.ts';
import type { PeerCertificate } from '../connections/peer-certificate.ts';
import type { Vouched } from '../connections/vouched.ts';

/** What is known of a connection on its way from `accept` to the first byte of MQTT. */
export interface Arrival {
  /** What was accepted, below TLS. */
  readonly socket: Socket;
  /** When its CONNECT has to be complete, whatever comes before it: Unix milliseconds. */
  readonly connectBy: number;
  /** The client's address and port: of the socket, or what a trusted proxy says. `''` and 0 when it is gone already. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly isSecure: boolean;
  readonly peerCertificate: PeerCertificate | undefined;
  readonly vouched?: Vouched | undefined;
}

/** One step of that way: it passes the connection on to the next one, or closes it. */
export type Entrance = (socket: Socket, arrival: Arrival) => void;

/** @param connectBy Unix milliseconds */
export function arrivalOf(socket: Socket, connectBy: number): Arrival {
  return {
    socket,
    connectBy,
    remoteAddress: plainAddress(socket.remoteAddress ?? ''),
    remotePort: socket.remotePort ?? 0,
    localAddress: plainAddress(socket.localAddress ?? ''),
    localPort: socket.localPort ?? 0,
    isSecure: false,
    peerCertificate: undefined,
  };
}

/**
 * Ends a stage of the way in. Each has no more than what the stages before it have left of the time for CONNECT: with a
 * deadline of its own each, a connection that drips would stay several times as long.
 * @param timeout milliseconds that this stage may take at most
 */
export function endStage(
  { connectBy }: Arrival,
  clock: Clock,
  run: () => void,
  timeout = Number.POSITIVE_INFINITY,
): Timer {
  return clock.after(Math.min(timeout, connectBy - clock.now()), run);
}
