import type { QoS } from '../mqtt/packets.ts';
import type { Hooks } from './broker-handle.ts';

/** What a client says of itself in CONNECT. */
export interface ConnectingClient {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: Buffer | undefined;
  /** The peer's address without a port. */
  readonly peerHost: string;
}

/** Lets a client in, and says more about it than `true` does. */
export interface Admission {
  /** Nothing is denied to it. */
  readonly superuser?: boolean | undefined;
  /** What `authorize` and rules see of it. */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** Unix milliseconds at which it is disconnected. */
  readonly expiresAt?: number | undefined;
}

/**
 * Whether a client may come in. `undefined` leaves it to the authenticators that are configured, and where there are
 * none it is refused. What it throws refuses the client, and is logged.
 */
export type Authenticate = (
  client: ConnectingClient,
) => boolean | undefined | Admission | Promise<boolean | undefined | Admission>;

/** What a client wants to do. */
export interface AccessQuestion {
  readonly action: 'publish' | 'subscribe';
  /** A topic name, or a topic filter without `$share/group/`. */
  readonly topic: string;
  readonly qos: QoS;
  /** Of a PUBLISH. */
  readonly retain: boolean;
  readonly client: {
    readonly clientId: string;
    readonly username: string | undefined;
    readonly peerHost: string;
    readonly listener: string;
    readonly attributes: Readonly<Record<string, string>>;
  };
}

/**
 * Whether a client may publish or subscribe; asked for every message and every filter, and nothing is remembered.
 * `undefined` leaves it to the rules that are configured. What it throws denies, and is logged.
 */
export type Authorize = (question: AccessQuestion) => boolean | undefined | Promise<boolean | undefined>;

/** Any of the settings of docs/configuration.md, as a tree: `{ mqtt: { max_inflight: 10 } }`. */
export interface Settings {
  readonly [section: string]: unknown;
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

export interface BrokerOptions {
  /** Of MQTT over TCP. 0, which is what it is when absent, picks a free one; false switches it off. */
  readonly port?: number | false | undefined;
  /** `127.0.0.1` when absent. */
  readonly host?: string | undefined;
  /** Port of MQTT over WebSocket, which is off when absent. */
  readonly webSocketPort?: number | undefined;
  /** Sessions and retained messages are kept here; when absent nothing outlives the broker. */
  readonly dataDirectory?: string | undefined;
  readonly settings?: Settings | undefined;
  /** What is logged on standard error; `error` when absent. */
  readonly logLevel?: LogLevel | undefined;
  readonly authenticate?: Authenticate | undefined;
  readonly authorize?: Authorize | undefined;
  readonly hooks?: Hooks | undefined;
}
