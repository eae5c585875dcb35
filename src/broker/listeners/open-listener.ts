import { createServer, type Server, type Socket } from 'node:net';
import type { ListenError } from '../../lib/listen-error.ts';
import { parseRateLimit, UNLIMITED } from '../../lib/rate-text.ts';
import { TokenBucket } from '../../lib/token-bucket.ts';
import type { MqttBroker } from '../broker.ts';
import type { ListenerSeats } from '../listener-seats.ts';
import { AccessRules } from './access-rules.ts';
import { arrivalOf, type Entrance } from './arrival.ts';
import { parseBind } from './bind.ts';
import { buildEntrance, type EntranceParts } from './entrance.ts';
import type { ListenerSettings } from './listener-settings.ts';
import type { ListenerType } from './listener-types.ts';
import { type ListenAddress, listen } from './listening.ts';
import { type TcpHandle, type TcpHandles, takeHandles } from './raw-tcp-handles.ts';
import { RawTcpTransport } from './raw-tcp-transport.ts';
import type { Refusals, RefusedPeer } from './refusals.ts';
import type { TlsMaterial } from './tls-material.ts';

export interface OpenListenerParts {
  readonly type: ListenerType;
  readonly broker: MqttBroker;
  readonly seats: ListenerSeats;
  readonly refusals: Refusals;
  /** Bare handles for plain TCP; undefined when sockets are to carry it. */
  readonly handles: TcpHandles | undefined;
  /** The path of the setting to name when the port cannot be had. */
  readonly setting: string;
}

/** A listener that runs: an open port, who may come to it, and the way from there into the broker. */
export class OpenListener {
  readonly #parts: OpenListenerParts;
  readonly #entranceParts: EntranceParts;
  readonly #bucket: TokenBucket;
  /** Connections on their way in, to be closed with the port. */
  readonly #arriving = new Set<Socket>();
  #settings: ListenerSettings;
  #rules: AccessRules;
  #entrance: Entrance;
  #server: Server | undefined = undefined;
  #address: ListenAddress = { host: '', port: 0 };

  /** @throws ListenError when the port cannot be had, ListenerError when the certificates cannot be used */
  static async open(
    parts: OpenListenerParts,
    settings: ListenerSettings,
    material: TlsMaterial | undefined,
  ): Promise<OpenListener> {
    const listener = new OpenListener(parts, settings);
    listener.#entrance = await buildEntrance(parts.type, settings, material, listener.#entranceParts);
    await listener.#listen(settings);
    return listener;
  }

  private constructor(parts: OpenListenerParts, settings: ListenerSettings) {
    this.#parts = parts;
    const { broker, seats, refusals } = parts;
    const arrived: EntranceParts['arrived'] = ({ socket }) => this.#arriving.delete(socket);
    this.#entranceParts = { broker, seats, refusals, arrived };
    this.#settings = settings;
    this.#rules = new AccessRules(settings.access_rules);
    this.#bucket = new TokenBucket(parseRateLimit(settings.max_conn_rate) ?? UNLIMITED, broker.clock);
    this.#entrance = (socket) => socket.destroy();
  }

  /** Where it listens really. */
  get address(): ListenAddress {
    return this.#address;
  }

  /**
   * Other settings or certificates for the connections that come from now on; those that are there stay. When it
   * throws, everything is as it was.
   * @throws ListenError
   */
  async change(settings: ListenerSettings, material: TlsMaterial | undefined): Promise<void> {
    const entrance = await buildEntrance(this.#parts.type, settings, material, this.#entranceParts);
    if (portOptions(settings) !== portOptions(this.#settings)) await this.#listenAnew(settings);
    this.#settings = settings;
    this.#rules = new AccessRules(settings.access_rules);
    this.#bucket.limit = parseRateLimit(settings.max_conn_rate) ?? UNLIMITED;
    this.#entrance = entrance;
  }

  /** Closes the port and what is on its way in. Clients stay connected. */
  close(): void {
    this.#server?.close();
    this.#server = undefined;
    for (const socket of this.#arriving) socket.destroy();
  }

  async #listenAnew(settings: ListenerSettings): Promise<void> {
    const old = this.#server;
    if (addressOf(settings).port !== this.#address.port) {
      await this.#listen(settings);
      old?.close();
      return;
    }
    // The old port stands in the way of the new one.
    old?.close();
    try {
      await this.#listen(settings);
    } catch (error) {
      await this.#listen(this.#settings);
      throw error;
    }
  }

  async #listen(settings: ListenerSettings): Promise<void> {
    const { handles, setting, type, refusals } = this.#parts;
    const { backlog } = settings.tcp_options;
    // Half-open sockets are ours to close: Node would close them before the answer to the last packet is written.
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#onSocket(socket));
    this.#address = await listen(server, { ...addressOf(settings), backlog, setting });
    // Such as EMFILE: the process has no file left for a connection.
    server.on('error', ({ message }) => refusals.add('accept_error', {}, message));
    this.#server = server;
    if (handles && type === 'tcp' && isPlain(settings)) {
      takeHandles(server, (handle) => this.#onHandle(handle, handles));
    }
  }

  /** To be fast at what is most common: plain TCP without anything in front of it. */
  #onHandle(handle: TcpHandle, handles: TcpHandles): void {
    const transport = new RawTcpTransport(handle, handles);
    const { broker, seats } = this.#parts;
    if (this.#admits(transport)) transport.start(broker.accept(transport, seats));
    else transport.destroy();
  }

  #onSocket(socket: Socket): void {
    if (!this.#admits(socket)) return void socket.destroy();
    const { nodelay, keepalive } = this.#settings.tcp_options;
    if (nodelay) socket.setNoDelay(true);
    if (keepalive !== 'none') socket.setKeepAlive(true, Number.parseInt(keepalive, 10) * 1000);
    this.#arriving.add(socket);
    const { clock, settings } = this.#parts.broker;
    this.#entrance(socket, arrivalOf(socket, clock.now() + settings.connectTimeout));
    if (!this.#arriving.has(socket)) return;
    // An error that nobody listens for ends the process.
    socket.on('error', () => {});
    socket.once('close', () => this.#arriving.delete(socket));
  }

  #admits(peer: RefusedPeer): boolean {
    const { refusals } = this.#parts;
    if (!this.#rules.allowsAll && !this.#rules.allows(peer.remoteAddress)) {
      refusals.add('access_rules', peer, 'access_rules do not allow its address');
      return false;
    }
    if (this.#bucket.take()) return true;
    refusals.add('max_conn_rate', peer, 'more connections than max_conn_rate came');
    return false;
  }
}

function addressOf(settings: ListenerSettings): ListenAddress {
  const address = parseBind(settings.bind);
  if (!address) throw new Error(`not an address: ${settings.bind}`);
  return address;
}

/** Whether bare handles can do everything that is asked of the connections. */
function isPlain({ proxy_protocol, tcp_options }: ListenerSettings): boolean {
  return !proxy_protocol && tcp_options.nodelay && tcp_options.keepalive === 'none';
}

/** What an open port cannot change any more. */
function portOptions(settings: ListenerSettings): string {
  return JSON.stringify([settings.bind, settings.tcp_options.backlog, isPlain(settings)]);
}

/** Why a port cannot be had, as a clause. */
export function portProblem({ host, port, code }: ListenError): string {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'another listener or another program has it',
    EACCES: 'this user may not listen there; choose a port above 1023',
    EADDRNOTAVAIL: 'this machine has no such address',
    ENOTFOUND: 'there is no such host',
  };
  return `cannot listen on ${host}:${port} (${code})${code in reasons ? `: ${reasons[code]}` : ''}`;
}
