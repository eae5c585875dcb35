import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { MqttBroker } from '../broker.ts';
import { seatsFor } from '../listener-seats.ts';
import { type Listener, type ListenerOptions, listen } from './listener.ts';
import { WebSocketTransport } from './websocket-transport.ts';

/** What clients may name as sub-protocol, the standard's own first [MQTT-6.0.0-3]; the others are in use with EMQX. */
const SUBPROTOCOLS = ['mqtt', 'mqtt-v5', 'mqtt-v3.1.1', 'mqtt-v3', 'mqttv3.1'];

/** Milliseconds that a client may take for the HTTP head. */
const HEAD_TIMEOUT = 10_000;

/** Milliseconds between two looks for clients that took longer; Node looks every 30 s. */
const HEAD_CHECK_INTERVAL = 2_000;

/** @throws ListenError when the port cannot be had */
export async function listenWebSocket(
  broker: MqttBroker,
  options: ListenerOptions,
  path: string,
): Promise<Listener> {
  const seats = { ...seatsFor('ws:default'), maximum: options.maximumConnections };
  const webSockets = new WebSocketServer({
    noServer: true,
    // Frames and packets are unrelated: one frame may hold the end of a packet and the beginning of the next.
    maxPayload: broker.settings.maximumPacketSize + 64 * 1024,
    perMessageDeflate: false,
    skipUTF8Validation: true,
    handleProtocols: (offered) => SUBPROTOCOLS.find((protocol) => offered.has(protocol)) ?? false,
  });
  const server = createServer(
    {
      headersTimeout: HEAD_TIMEOUT,
      requestTimeout: HEAD_TIMEOUT,
      connectionsCheckingInterval: HEAD_CHECK_INTERVAL,
    },
    (_request, response) => {
      response.writeHead(426, { 'content-type': 'text/plain', upgrade: 'websocket' });
      response.end(`This port speaks MQTT over WebSocket at ${path}.\n`);
    },
  );
  server.on('upgrade', (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    const socket = duplex as Socket;
    const refusal = refusalOf(request, path);
    if (refusal) {
      // Node has let go of this socket: its errors, as of a peer that resets, end the process unless somebody listens.
      socket.on('error', () => {});
      socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () =>
        socket.destroy(),
      );
      return;
    }
    socket.setNoDelay(true);
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const transport = new WebSocketTransport(webSocket, socket);
      transport.start(broker.accept(transport, seats));
    });
  });
  const bound = await listen(server, options, 'listeners.ws.port');
  return { id: seats.id, address: bound, stopAccepting: () => void server.close() };
}

/** The HTTP status that refuses an upgrade, or undefined. */
function refusalOf(request: IncomingMessage, path: string): string | undefined {
  if (request.url?.split('?', 1)[0] !== path) return '404 Not Found';
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return SUBPROTOCOLS.some((protocol) => offered.includes(protocol)) ? undefined : '400 Bad Request';
}
