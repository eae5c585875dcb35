import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { parseByteSize } from '../../lib/byte-size.ts';
import type { Clock, Timer } from '../../lib/clock.ts';
import { parseDuration } from '../../lib/duration.ts';
import type { Transport, TransportListener } from '../connections/transport.ts';
import { type Arrival, type Entrance, endStage } from './arrival.ts';
import type { Refusals } from './refusals.ts';
import { namesOf, type WebSocketSettings } from './websocket-settings.ts';
import { WebSocketTransport } from './websocket-transport.ts';

/** Bytes of HTTP headers; a browser with many cookies sends 8 KB. */
const LONGEST_HEAD = 16 * 1024;

/** Fragments of one WebSocket message: each costs memory of its own, however short it is. */
const MOST_FRAGMENTS = 1024;

/** Bytes of a fragment or of a chunk that the network delivers, at the least, when a long message is cut up. */
const SHORTEST_CHUNK = 256;

interface WebSocketEntranceOptions {
  readonly settings: WebSocketSettings;
  /** Bytes of the largest MQTT packet. */
  readonly maximumPacketSize: number;
  readonly clock: Clock;
  readonly refusals: Refusals;
  readonly accept: (
    transport: Transport & { start(listener: TransportListener): void },
    arrival: Arrival,
  ) => void;
}

interface Upgrading {
  readonly arrival: Arrival;
  readonly deadline: Timer;
}

/** Has each connection upgraded to a WebSocket. */
export function webSocketEntrance(options: WebSocketEntranceOptions): Entrance {
  const { settings, maximumPacketSize, clock, refusals, accept } = options;
  const path = settings.mqtt_path;
  const protocols = namesOf(settings.supported_subprotocols);
  const idleTimeout = parseDuration(settings.idle_timeout) ?? Number.POSITIVE_INFINITY;
  // Frames and packets are unrelated: one frame may hold the end of a packet and the beginning of the next.
  const maxPayload = Math.min(
    maximumPacketSize + 64 * 1024,
    parseByteSize(settings.max_frame_size) ?? Number.POSITIVE_INFINITY,
  );
  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload,
    maxFragments: MOST_FRAGMENTS,
    maxBufferedChunks: Math.max(4096, Math.ceil(maxPayload / SHORTEST_CHUNK)),
    perMessageDeflate: false,
    skipUTF8Validation: true,
    handleProtocols: (offered) => protocols.find((protocol) => offered.has(protocol)) ?? false,
  });
  const upgrading = new Map<Socket, Upgrading>();
  const finish = (socket: Socket): Arrival | undefined => {
    const entry = upgrading.get(socket);
    upgrading.delete(socket);
    entry?.deadline.cancel();
    return entry?.arrival;
  };

  // It never listens itself: connections are handed to it once it is known where they come from.
  const server = new Server(
    { maxHeaderSize: LONGEST_HEAD, keepAlive: false },
    (request: IncomingMessage, response: ServerResponse) => {
      refusals.add('websocket', request.socket, 'it is a request of HTTP and not of a WebSocket');
      response.writeHead(426, { 'content-type': 'text/plain', upgrade: 'websocket', connection: 'close' });
      response.end(`This port speaks MQTT over WebSocket at ${path}.\n`);
    },
  );
  server.on('clientError', ({ code, message }: NodeJS.ErrnoException, duplex: Duplex) => {
    const socket = duplex as Socket;
    const arrival = finish(socket);
    // Who goes without a word is a health check; and an answer to what was answered already helps nobody.
    if (arrival && socket.bytesRead > 0)
      refusals.add('websocket', arrival, `its request cannot be read: ${message}`);
    const status = code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    if (arrival && socket.writable) socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`);
    else socket.destroy();
  });
  webSockets.on('wsClientError', ({ message }, duplex: Duplex, request: IncomingMessage) => {
    refusals.add('websocket', request.socket, `its upgrade is not one of RFC 6455: ${message}`);
    const socket = duplex as Socket;
    socket.on('error', () => {});
    const answer = 'HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';
    socket.end(answer, () => socket.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    const socket = duplex as Socket;
    const arrival = finish(socket);
    const refusal = refusalOf(request, settings, protocols);
    if (!arrival || refusal) {
      if (arrival && refusal) refusals.add('websocket', arrival, refusal.reason);
      // Node has let go of this socket: its errors, as of a peer that resets, end the process unless somebody listens.
      socket.on('error', () => {});
      const status = refusal?.status ?? '400 Bad Request';
      socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () =>
        socket.destroy(),
      );
      return;
    }
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const transport = new WebSocketTransport(webSocket, socket, arrival);
      if (Number.isFinite(idleTimeout)) socket.setTimeout(idleTimeout, () => transport.idle());
      accept(transport, arrival);
    });
  });

  return (socket, arrival) => {
    const deadline = endStage(arrival, clock, () => {
      refusals.add('websocket', arrival, 'no complete HTTP request came in time');
      socket.destroy();
    });
    upgrading.set(socket, { arrival, deadline });
    socket.once('close', () => finish(socket));
    server.emit('connection', socket);
  };
}

interface Refusal {
  /** Of HTTP. */
  readonly status: string;
  readonly reason: string;
}

function refusalOf(
  { url, headers }: IncomingMessage,
  settings: WebSocketSettings,
  protocols: readonly string[],
): Refusal | undefined {
  if (url?.split('?', 1)[0] !== settings.mqtt_path) {
    return { status: '404 Not Found', reason: 'it asks for another path than websocket.mqtt_path' };
  }
  const offered = namesOf(headers['sec-websocket-protocol'] ?? '');
  const isAgreed = protocols.some((protocol) => offered.includes(protocol));
  if (!isAgreed && (settings.fail_if_no_subprotocol || offered.length > 0)) {
    return { status: '400 Bad Request', reason: 'it offers no sub-protocol of MQTT' };
  }
  if (!settings.check_origin_enable) return undefined;
  const { origin } = headers;
  const isKnown =
    origin === undefined ? settings.allow_origin_absence : namesOf(settings.check_origins).includes(origin);
  return isKnown
    ? undefined
    : { status: '403 Forbidden', reason: 'its Origin is not in websocket.check_origins' };
}
