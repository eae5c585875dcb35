import type { Socket } from 'node:net';
import type { Encryption } from '../connections/encryption.ts';
import type { PeerCertificate } from '../connections/peer-certificate.ts';
import type { Transport, TransportListener } from '../connections/transport.ts';
import type { Vouched } from '../connections/vouched.ts';
import { reasonOfSocketError, reasonOfTlsError } from '../disconnect-reason.ts';
import { type Arrival, arrivalOf } from './arrival.ts';
import { backlogOf } from './backlog.ts';
import { encryptionOf } from './encryption-of.ts';

/** A TCP socket as a transport, where bare handles are not to be had (`raw-tcp-transport.ts`). */
export class TcpTransport implements Transport {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly peerCertificate: PeerCertificate | undefined;
  readonly vouched: Vouched | undefined;
  readonly #socket: Socket;
  readonly #reasonOf: typeof reasonOfSocketError;

  constructor(socket: Socket, arrival: Arrival = arrivalOf(socket, Number.POSITIVE_INFINITY)) {
    this.#socket = socket;
    this.#reasonOf = arrival.isSecure ? reasonOfTlsError : reasonOfSocketError;
    // Node forgets them when the socket closes, and events tell them afterwards.
    this.remoteAddress = arrival.remoteAddress;
    this.remotePort = arrival.remotePort;
    this.localAddress = arrival.localAddress;
    this.localPort = arrival.localPort;
    this.peerCertificate = arrival.peerCertificate;
    this.vouched = arrival.vouched;
  }

  get encryption(): Encryption | undefined {
    return encryptionOf(this.#socket);
  }

  /** Tells the listener what happens from now on. */
  start(listener: TransportListener): void {
    let error: NodeJS.ErrnoException | undefined;
    this.#socket
      .on('data', (chunk: Buffer) => listener.onBytes(chunk))
      .on('drain', () => listener.onDrain())
      .on('end', () => listener.onEnded(this.#reasonOf(undefined)))
      .on('error', (cause) => {
        error = cause;
      })
      .on('close', () => listener.onClosed(this.#reasonOf(error?.code)));
  }

  get canWrite(): boolean {
    return !this.#socket.writableNeedDrain;
  }

  get unsentBytes(): number {
    return this.#socket.writableLength;
  }

  get backlog(): number {
    return backlogOf(this.#socket);
  }

  write(blocks: readonly Buffer[]): boolean {
    const socket = this.#socket;
    if (socket.destroyed || socket.writableEnded) return true;
    if (blocks.length === 1) socket.write(blocks[0] as Buffer);
    else {
      socket.cork();
      for (const block of blocks) socket.write(block);
      socket.uncork();
    }
    // Node hands the bytes to the system at once when it can; then nothing is left here and nobody looks at the blocks.
    return socket.writableLength === 0;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
