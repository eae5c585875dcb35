import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { MqttBroker } from '../broker.ts';
import type { Vouched } from '../connections/vouched.ts';
import { type ListenerSeats, seatsFor } from '../listener-seats.ts';
import { arrivalOf } from './arrival.ts';
import { WebSocketTransport } from './websocket-transport.ts';

/** Bytes that a frame may have beyond the largest packet: frames and packets are unrelated (§6). */
const FRAME_ROOM = 64 * 1024;

/** Connections at a time. */
const MOST = 200;

/**
 * The way in for the MQTT client of the dashboard: another server has checked who it is and asks for the upgrade.
 * Behind it the connection is one as any other, with CONNECT, limits and authorization.
 */
export class BrowserEntrance {
  readonly seats: ListenerSeats;
  readonly #broker: MqttBroker;
  readonly #webSockets: WebSocketServer;
  readonly #open = new Set<WebSocket>();

  /** @param id as which its clients see it: `ws:dashboard` */
  constructor(broker: MqttBroker, id: string) {
    this.#broker = broker;
    this.seats = seatsFor(id);
    this.#webSockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: broker.maximumPacketSize + FRAME_ROOM,
      maxFragments: 1024,
      perMessageDeflate: false,
      skipUTF8Validation: true,
      handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
    });
    this.#webSockets.on('wsClientError', (_error, socket) => socket.destroy());
  }

  get isFull(): boolean {
    return this.#open.size >= MOST;
  }

  /** @param onOpen is given what ends the connection, for when it is not vouched for any more */
  upgrade(
    request: IncomingMessage,
    socket: Socket,
    head: Buffer,
    vouched: Vouched,
    onOpen: (end: () => void) => () => void,
  ): void {
    const { clock, settings } = this.#broker;
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#open.add(webSocket);
      const closed = onOpen(() => webSocket.terminate());
      webSocket.once('close', () => {
        this.#open.delete(webSocket);
        closed();
      });
      const connectBy = clock.now() + settings.connectTimeout;
      const transport = new WebSocketTransport(webSocket, socket, {
        ...arrivalOf(socket, connectBy),
        vouched,
      });
      transport.start(this.#broker.accept(transport, this.seats, connectBy));
    });
  }

  close(): void {
    for (const webSocket of this.#open) webSocket.terminate();
  }
}
