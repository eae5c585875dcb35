import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';
import type { Encryption } from '../connections/encryption.ts';
import type { PeerCertificate } from '../connections/peer-certificate.ts';
import type { Transport, TransportListener } from '../connections/transport.ts';
import type { Vouched } from '../connections/vouched.ts';
import { reasonOfWebSocketClose, reasonOfWebSocketError } from '../disconnect-reason.ts';
import type { Arrival } from './arrival.ts';
import { backlogOf } from './backlog.ts';
import { encryptionOf } from './encryption-of.ts';

/** Close code of RFC 6455 §7.4.1 for a frame of a kind that is not taken here. */
const UNSUPPORTED_DATA = 1003;

/** A WebSocket as a transport: its binary frames are one stream of bytes, whatever packets they hold (§6). */
export class WebSocketTransport implements Transport {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly peerCertificate: PeerCertificate | undefined;
  readonly vouched: Vouched | undefined;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  #isIdle = false;

  /** @param socket what the frames go over: TCP or TLS */
  constructor(webSocket: WebSocket, socket: Socket, arrival: Arrival) {
    this.#webSocket = webSocket;
    this.#socket = socket;
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

  /** Nothing moved for too long. */
  idle(): void {
    this.#isIdle = true;
    this.#webSocket.terminate();
  }

  start(listener: TransportListener): void {
    let error: NodeJS.ErrnoException | undefined;
    this.#webSocket
      .on('message', (data: RawData, isBinary: boolean) => {
        if (isBinary) listener.onBytes(data as Buffer);
        else this.#webSocket.close(UNSUPPORTED_DATA, 'MQTT needs binary frames'); // [MQTT-6.0.0-1]
      })
      .on('error', (cause) => {
        error = cause;
      })
      .on('close', (code) =>
        listener.onClosed(
          this.#isIdle
            ? 'timeout'
            : error
              ? reasonOfWebSocketError(error.code)
              : reasonOfWebSocketClose(code),
        ),
      );
    this.#socket.on('drain', () => listener.onDrain());
  }

  get canWrite(): boolean {
    return !this.#socket.writableNeedDrain;
  }

  get unsentBytes(): number {
    return this.#webSocket.bufferedAmount;
  }

  get backlog(): number {
    return backlogOf(this.#socket);
  }

  write(blocks: readonly Buffer[]): boolean {
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return true;
    for (const block of blocks) this.#webSocket.send(block, { binary: true });
    return this.#webSocket.bufferedAmount === 0;
  }

  pause(): void {
    this.#webSocket.pause();
  }

  resume(): void {
    this.#webSocket.resume();
  }

  end(): void {
    this.#webSocket.close();
  }

  destroy(): void {
    this.#webSocket.terminate();
  }
}
