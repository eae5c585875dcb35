import type { Properties, ProtocolVersion, QoS } from '../mqtt/packets.ts';

/** A client as hooks and functions see it. */
export interface ConnectedClient {
  readonly clientId: string;
  readonly username: string | undefined;
  /** The peer's address without a port. */
  readonly peerHost: string;
  readonly peerPort: number;
  /** `tcp:default`, `ws:default` */
  readonly listener: string;
  /** 3 is MQTT 3.1, 4 is 3.1.1. */
  readonly protocolVersion: ProtocolVersion;
  /** Seconds. */
  readonly keepAlive: number;
  readonly cleanStart: boolean;
  /** Given to it by whoever let it in. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Unix milliseconds, as are all times here. */
  readonly connectedAt: number;
}

/** A message that the broker accepted. It is shared by all its receivers: do not change it. */
export interface PublishedMessage {
  /** In the order of acceptance. */
  readonly id: string;
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly properties: Properties;
  readonly from: { readonly clientId: string; readonly username: string | undefined };
  readonly receivedAt: number;
}

/** A message that the program itself publishes. */
export interface OutgoingMessage {
  readonly topic: string;
  /** Text is sent as UTF-8; empty when absent. */
  readonly payload?: string | Uint8Array | undefined;
  /** 0 when absent. */
  readonly qos?: QoS | undefined;
  readonly retain?: boolean | undefined;
  readonly properties?: Properties | undefined;
  /** Whom receivers' rules take it for; `tocsin` when absent. */
  readonly clientId?: string | undefined;
}

/** What hooks are told, by the names that events have in rules. */
export interface BrokerHooks {
  'client.connected': { readonly at: number; readonly client: ConnectedClient };
  'client.disconnected': {
    readonly at: number;
    readonly client: ConnectedClient;
    /** `normal`, `kicked`, `keepalive_timeout`, `tcp_closed`, `takenover`, … */
    readonly reason: string;
    readonly closedBy: 'client' | 'server' | 'network';
  };
  'session.subscribed': HookSubscription;
  'session.unsubscribed': HookSubscription;
  'message.publish': { readonly at: number; readonly message: PublishedMessage };
  /** Handed to a receiver. */
  'message.delivered': HookDelivery;
  /** A receiver has acknowledged it. */
  'message.acked': HookDelivery;
  /** `no_subscribers`, … */
  'message.dropped': { readonly at: number; readonly message: PublishedMessage; readonly reason: string };
  /** One receiver does not get it: `queue_full`, `expired`, … */
  'delivery.dropped': HookDelivery & { readonly reason: string };
  /** Closed before its CONNECT was answered. */
  'connection.refused': { readonly at: number; readonly reason: string; readonly peerHost: string };
}

export interface HookSubscription {
  readonly at: number;
  readonly client: ConnectedClient;
  /** With `$share/group/`, if it is shared. */
  readonly filter: string;
  readonly qos: QoS;
}

export interface HookDelivery {
  readonly at: number;
  readonly message: PublishedMessage;
  /** The receiver. */
  readonly client: ConnectedClient;
  readonly qos: QoS;
}

export type HookName = keyof BrokerHooks;

/** Called at once, in the middle of the broker's work: be quick. What a hook throws is logged and changes nothing. */
export type Hook<Name extends HookName> = (event: BrokerHooks[Name]) => void;

export type Hooks = { readonly [Name in HookName]?: Hook<Name> };

/** A broker that runs in this process. `await using` stops it. */
export interface EmbeddedBroker {
  /** Of MQTT over TCP; 0 when there is no such listener. */
  readonly port: number;
  /** `mqtt://127.0.0.1:PORT`; empty when there is no such listener. */
  readonly url: string;
  /** `ws://127.0.0.1:PORT/mqtt`; undefined when MQTT over WebSocket is off. */
  readonly webSocketUrl: string | undefined;
  /**
   * Publishes as if a client had, without asking whether it may. @returns how many subscribers it went to
   * @throws Error for a topic that cannot be published to
   */
  publish(message: OutgoingMessage): { readonly receivers: number };
  /**
   * Hears the messages whose topic matches, whoever publishes them. @returns what ends that
   * @throws Error for what is no topic filter
   */
  subscribe(filter: string, listener: (message: PublishedMessage) => void): () => void;
  /** @returns what ends that */
  on<Name extends HookName>(name: Name, hook: Hook<Name>): () => void;
  /** Those that are connected, in no order. */
  clients(): ConnectedClient[];
  /** Ends connection and session. @returns false when there is neither */
  kick(clientId: string): boolean;
  /** Ends everything that it opened; safe to call twice. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
