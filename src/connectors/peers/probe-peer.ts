import { isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { z } from 'zod';
import { lookup, refuseHost } from '../../lib/address-rules.ts';
import { describeNetworkError } from '../../lib/network-error.ts';
import { connectChecked } from '../../lib/outbound-connection.ts';
import { parseServer } from '../../lib/server-address.ts';
import { type tlsSettings, toTlsOptions } from '../../lib/tls-settings.ts';
import { MQTT_PORT, mqttSettings } from '../mqtt/mqtt-settings.ts';

/** A place outside to which nothing is sent: it is only looked at. */
export interface Peer {
  readonly type: 'tcp' | 'tls' | 'http' | 'mqtt';
  /** `host:port`; of `http` its URL. */
  readonly place: string;
  readonly ssl: z.output<typeof tlsSettings>;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** Characters of an answer that are shown. */
const EXCERPT = 500;

/** Why nobody is there who answers as such a peer should; undefined when somebody is. */
export async function probePeer(peer: Peer, signal: AbortSignal): Promise<string | undefined> {
  const where = peer.type === 'http' ? (URL.parse(peer.place)?.host ?? peer.place) : peer.place;
  try {
    switch (peer.type) {
      case 'tcp':
        return await probeTcp(peer, signal);
      case 'tls':
        return await probeTls(peer, signal);
      case 'http':
        return await probeHttp(peer, signal);
      case 'mqtt':
        return await probeMqtt(peer, signal);
    }
  } catch (error) {
    if (signal.aborted) return (signal.reason as Error).message;
    return describeNetworkError(error, where);
  }
}

async function probeTcp({ place }: Peer, signal: AbortSignal): Promise<undefined> {
  const socket = await connectChecked({ ...serverOf(place), signal });
  socket.on('error', () => undefined).destroy();
}

/** Until both sides have shown and checked their certificates. */
async function probeTls({ place, ssl }: Peer, signal: AbortSignal): Promise<undefined> {
  const { host, port } = serverOf(place);
  const options = await toTlsOptions(ssl);
  const socket = await connectChecked({ host, port, signal });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // A name is asked for; an address must not be [RFC 6066 §3].
  const named = isIP(host) === 0 ? { servername: host } : {};
  const secured = connectTls({ host, ...named, ...options, socket }, resolve);
  secured.on('error', reject);
  secured.on('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  const abort = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await promise;
  } finally {
    signal.removeEventListener('abort', abort);
    secured.destroy();
  }
}

/** Any answer that is no error; where it leads elsewhere, nobody follows. */
async function probeHttp({ place, ssl }: Peer, signal: AbortSignal): Promise<string | undefined> {
  const url = new URL(place);
  refuseHost(url.hostname);
  const { Agent, request } = await import('undici');
  const agent = new Agent({ connect: { ...(await toTlsOptions(ssl)), lookup }, pipelining: 0 });
  try {
    const { statusCode, body } = await request(url, { dispatcher: agent, signal, method: 'GET' });
    if (statusCode < 400) {
      await body.dump();
      return undefined;
    }
    const text = await startOf(body);
    return `HTTP ${statusCode}${text === '' ? '' : `: ${text}`}`;
  } finally {
    await agent.destroy();
  }
}

async function startOf(body: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of body) {
    text += chunk.toString();
    if (text.length >= EXCERPT) break;
  }
  return text.slice(0, EXCERPT).trim();
}

/** Until the CONNACK says yes. */
async function probeMqtt(
  { place, ssl, username, password }: Peer,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { mqtt } = await import('../mqtt/mqtt.ts');
  const settings = mqttSettings.parse({
    server: place,
    ssl,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  });
  const handle = await mqtt.open(settings);
  try {
    const result = await handle.probe(signal);
    return result.reachable ? undefined : result.reason;
  } finally {
    await handle.close();
  }
}

function serverOf(place: string): { host: string; port: number } {
  const server = parseServer(place, MQTT_PORT);
  if (server) return server;
  throw new Error(`${place} is no host:port`);
}
