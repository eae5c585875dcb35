import type { Duplex } from 'node:stream';
import { type Agent, buildConnector, Client, ProxyAgent } from 'undici';
import { refuseHost } from '../../lib/address-rules.ts';

/** A proxy does not do what it is asked for; the message is a sentence. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  /** Of its answer. */
  readonly status: number;

  constructor(proxy: string, status: number) {
    super(`the proxy ${proxy} answered ${status}: ${MEANINGS[status] ?? 'it does not connect to this host'}`);
    this.status = status;
  }
}

const MEANINGS: Readonly<Record<number, string>> = {
  403: 'it does not allow connections to this host',
  407: 'write its user and password as http://user:password@host:port',
  502: 'it cannot reach this host',
  503: 'it cannot reach this host',
  504: 'it cannot reach this host in time',
};

/** What is meant for the target of a tunnel, and not for the proxy. */
const OF_TARGET: ReadonlySet<string> = new Set([
  'cert',
  'key',
  'passphrase',
  'servername',
  'checkServerIdentity',
]);

/** The way out through a proxy: plain requests are handed to it, those with TLS go through a tunnel (CONNECT). */
export class ProxyRoute {
  readonly #proxy: URL;
  readonly #tls: buildConnector.BuildOptions;
  /** Of the connection to the proxy itself: with the same authorities, but not with our own certificate or names. */
  readonly #proxyTls: buildConnector.BuildOptions;

  constructor(proxy: string, tls: buildConnector.BuildOptions) {
    this.#proxy = new URL(proxy);
    this.#tls = tls;
    this.#proxyTls = Object.fromEntries(Object.entries(tls).filter(([name]) => !OF_TARGET.has(name)));
  }

  agent(options: Agent.Options): ProxyAgent {
    const { href } = this.#proxy;
    return new ProxyAgent({ ...options, uri: href, requestTls: this.#tls, proxyTls: this.#proxyTls });
  }

  /** A literal address is not looked up, so it is not checked there. @throws AddressRefusedError */
  check(): void {
    refuseHost(this.#proxy.hostname);
  }

  /** Whether the proxy is there, and for TLS whether the target answers behind it. No request is sent. */
  async probe(target: URL, signal: AbortSignal): Promise<void> {
    this.check();
    if (target.protocol === 'https:') return this.#probeTunnel(target, signal);
    const { protocol, host, hostname, port } = this.#proxy;
    await connected(
      buildConnector(this.#proxyTls),
      { protocol, host, hostname: bare(hostname), port },
      signal,
    );
  }

  async #probeTunnel(target: URL, signal: AbortSignal): Promise<void> {
    const client = new Client(this.#proxy.origin, { connect: this.#proxyTls });
    try {
      const path = `${target.hostname}:${target.port || 443}`;
      const headers = { host: path, ...this.#authorization() };
      const { statusCode, socket } = await client.connect({ path, headers, signal });
      socket.on('error', () => undefined);
      if (statusCode !== 200) {
        socket.destroy();
        throw new ProxyError(this.#proxy.host, statusCode);
      }
      const { protocol, host, hostname, port } = target;
      const through = { protocol, host, hostname: bare(hostname), port, httpSocket: socket as never };
      await connected(buildConnector(this.#tls), through, signal);
    } finally {
      await client.destroy();
    }
  }

  #authorization(): Record<string, string> {
    const { username, password } = this.#proxy;
    if (username === '') return {};
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
  }

  /** What undici says about the answer of a proxy, as a sentence. */
  explain(error: unknown): unknown {
    const [, status] =
      /Proxy (?:response \((\d{3})\)|Authentication Required)/.exec((error as Error).message) ?? [];
    if (status !== undefined) return new ProxyError(this.#proxy.host, Number(status));
    return /Proxy Authentication Required/.test((error as Error).message)
      ? new ProxyError(this.#proxy.host, 407)
      : error;
  }
}

/** Opens a connection and closes it again. @throws the error of the network, the signal's reason */
export function connected(
  connect: buildConnector.connector,
  options: buildConnector.Options,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const done: buildConnector.Callback = (...[error]) => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    // The types say that nothing is returned; the documentation of `connector()` says the socket.
    const socket = connect(options, done) as unknown as Duplex;
    const abort = (): void => {
      socket.destroy(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
  });
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
