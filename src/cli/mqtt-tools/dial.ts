import { connect as connectTcp } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { PeerError } from './peer-error.ts';

export interface DialOptions {
  /** `mqtt:`, `mqtts:`, `ws:` or `wss:` */
  readonly url: URL;
  /** PEM; undefined: those of the system. */
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly trustsAll?: boolean | undefined;
}

const LONGEST_CONNECT = 10_000;
/** Where brokers speak MQTT over WebSocket. */
const USUAL_PATH = '/mqtt';

/** Opens the connection that MQTT is spoken on. @throws PeerError */
export function dial(options: DialOptions): Promise<Duplex> {
  return /^ws/.test(options.url.protocol) ? dialWebSocket(options) : dialSocket(options);
}

function tlsOptions({ url, ca, cert, key, trustsAll }: DialOptions): ConnectionOptions {
  const host = hostOf(url);
  return {
    // An address is no name that could be told [RFC 6066 §3].
    ...(!/^[\d.]+$|:/.test(host) && { servername: host }),
    rejectUnauthorized: !trustsAll,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

function dialSocket(options: DialOptions): Promise<Duplex> {
  const { url } = options;
  const isTls = url.protocol === 'mqtts:';
  const place = { host: hostOf(url), port: Number(url.port) || (isTls ? 8883 : 1883) };
  const socket = isTls ? connectTls({ ...place, ...tlsOptions(options) }) : connectTcp(place);
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const timer = setTimeout(() => socket.destroy(new Error('ETIMEDOUT')), LONGEST_CONNECT);
  const onError = (error: NodeJS.ErrnoException): void => {
    clearTimeout(timer);
    reject(new PeerError('unreachable', error.code || error.message));
  };
  socket.once('error', onError);
  socket.once(isTls ? 'secureConnect' : 'connect', () => {
    clearTimeout(timer);
    socket.off('error', onError);
    resolve(socket);
  });
  return promise;
}

async function dialWebSocket(options: DialOptions): Promise<Duplex> {
  const { createWebSocketStream, WebSocket } = await import('ws');
  const url = new URL(options.url);
  if (url.pathname === '/') url.pathname = USUAL_PATH;
  url.username = '';
  url.password = '';
  // The subprotocol is a must [MQTT-6.0.0-3].
  const socket = new WebSocket(url, 'mqtt', { handshakeTimeout: LONGEST_CONNECT, ...tlsOptions(options) });
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  socket.once('error', (error: NodeJS.ErrnoException) =>
    reject(new PeerError('unreachable', error.code || error.message)),
  );
  socket.once('open', () => resolve(createWebSocketStream(socket)));
  return promise;
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
