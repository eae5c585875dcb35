import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';
import { plainAddress } from '../../lib/peer-address.ts';
import type { Transport, TransportListener } from '../connections/transport.ts';
import { reasonOfWebSocketClose, reasonOfWebSocketError } from '../disconnect-reason.ts';
import { backlogOf } from './backlog.ts';

/** Close code of RFC 6455 §7.4.1 for a frame of a kind that is not taken here. */
const UNSUPPORTED_DATA = 1003;

/** A WebSocket as a transport: its binary frames are one stream of bytes, whatever packets they hold (§6). */
export class WebSocketTransport implements Transport {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;

  constructor(webSocket: WebSocket, socket: Socket) {
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.remoteAddress = plainAddress(socket.remoteAddress ?? '');
    this.remotePort = socket.remotePort ?? 0;
    this.localAddress = plainAddress(socket.localAddress ?? '');
    this.localPort = socket.localPort ?? 0;
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
        listener.onClosed(error ? reasonOfWebSocketError(error.code) : reasonOfWebSocketClose(code)),
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
