import {
  type AuthenticatorChain,
  NO_AUTHENTICATORS,
} from '../../src/broker/access/authentication/authentication.ts';
import { AuthorizationChain } from '../../src/broker/access/authorization/authorization-chain.ts';
import { readClientAcl } from '../../src/broker/access/authorization/client-acl-reader.ts';
import { MqttBroker } from '../../src/broker/broker.ts';
import type { PeerCertificate } from '../../src/broker/connections/peer-certificate.ts';
import type { Transport, TransportListener } from '../../src/broker/connections/transport.ts';
import type { BrokerEvent, EventName } from '../../src/broker/door.ts';
import { type ListenerSeats, seatsFor } from '../../src/broker/listener-seats.ts';
import { DEFAULT_SLOW_SETTINGS } from '../../src/broker/observing/slow-subscriptions.ts';
import type { BrokerLog } from '../../src/broker/persistence/broker-log.ts';
import type { BrokerSettings } from '../../src/broker/settings.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { UNLIMITED } from '../../src/lib/rate-text.ts';
import { decodePacket, encodePacket } from '../../src/mqtt/codec.ts';
import { Framer } from '../../src/mqtt/framer.ts';
import type {
  ConnackPacket,
  ConnectPacket,
  Packet,
  PacketOf,
  PacketType,
  ProtocolVersion,
  PublishPacket,
  QoS,
  SubscriptionRequest,
} from '../../src/mqtt/packets.ts';
import { USUAL_PROPERTY_LIMITS } from '../../src/mqtt/properties.ts';
import { forgetfulBanStore } from './access-scenario.ts';
import { FakeClock } from './fake-clock.ts';

export const testSettings: BrokerSettings = {
  node: 'tocsin@127.0.0.1',
  connectTimeout: 10_000,
  maximumPacketSize: 1024 * 1024,
  maximumClientIdLength: 256,
  maximumUsernameLength: 256,
  maximumPasswordLength: 4096,
  certificateAsUsername: 'disabled',
  certificateAsClientId: 'disabled',
  maximumTopicLevels: 64,
  maximumTopicLength: 1024,
  propertyLimits: USUAL_PROPERTY_LIMITS,
  maximumQos: 2,
  maximumSubscriptions: 1000,
  maximumTotalSubscriptions: 1_000_000,
  retainAvailable: true,
  wildcardSubscriptions: true,
  sharedSubscriptions: true,
  shareStrategies: { usual: 'round_robin', byGroup: new Map() },
  responseInformation: undefined,
  topicAliasMaximum: 16,
  maximumInflight: 32,
  maximumAwaitingRel: 100,
  awaitRelTimeout: 300_000,
  maximumQueue: 1000,
  maximumQueueBytes: 8 * 1024 * 1024,
  queueOverflow: 'drop_oldest',
  queuePriorities: undefined,
  queueDefaultPriority: 'lowest',
  queueQos0: true,
  outputSoftLimit: 1024 * 1024,
  outputHardLimit: 4 * 1024 * 1024,
  serverKeepAlive: undefined,
  keepAliveMultiplier: 1.5,
  sessionExpiryInterval: 7200,
  maximumSessionExpiryInterval: 0xffffffff,
  delayed: { isOn: true, maximumMessages: 1000 },
  slowSubscriptions: DEFAULT_SLOW_SETTINGS,
  countedTopics: [],
  rewriteRules: [],
  autoSubscriptions: [],
  retained: {
    enabled: true,
    maximumMessages: 100_000,
    maximumPayload: 1024 * 1024,
    expiry: 0,
    allowsEndless: true,
    clearsSilently: false,
    maximumRate: UNLIMITED,
  },
  maximumRetainedBytes: 256 * 1024 * 1024,
  messagesRate: Number.POSITIVE_INFINITY,
  bytesRate: Number.POSITIVE_INFINITY,
  admission: {
    maximumConnections: Number.POSITIVE_INFINITY,
    maximumConnectionsPerAddress: Number.POSITIVE_INFINITY,
    maximumNewcomers: 4096,
    connectRate: UNLIMITED,
  },
  slowConsumers: { stallTimeout: 10_000, alarmFrom: 1024 * 1024, hasAlarm: true, alarmSustain: 60_000 },
  flapping: { enable: false, windowTime: 60_000, maximumCount: 15, banTime: 300_000 },
  overload: { maximumLoopDelay: 200, memoryHighWatermark: 0.85 },
  alarms: { maximumHistory: 1000, historyValidity: 86_400_000 },
};

/** The end of the present turn of the event loop, when the broker has sent what it had to say. */
export const endOfTurn = (): Promise<void> =>
  new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** One client of a test: what it sends goes straight into the broker, what it gets is kept as packets. */
export class Peer implements Transport {
  readonly remoteAddress: string;
  readonly remotePort = 50_000;
  readonly localAddress = '127.0.0.1';
  readonly localPort = 1883;
  peerCertificate: PeerCertificate | undefined = undefined;
  canWrite = true;
  unsentBytes = 0;
  /** Whether the broker reads nothing of it at present. */
  paused = false;
  /** `end` once the broker said good-bye, `destroy` when it hung up. */
  closed: 'end' | 'destroy' | undefined;
  /** Everything received and not yet taken. */
  readonly packets: Packet[] = [];
  version: ProtocolVersion = 5;
  #listener: TransportListener | undefined;
  readonly #framer = new Framer(Number.POSITIVE_INFINITY);

  constructor(broker: MqttBroker, remoteAddress = '127.0.0.1', seats: Partial<ListenerSeats> = {}) {
    this.remoteAddress = remoteAddress;
    this.#listener = broker.accept(this, { ...seatsFor('tcp:default'), ...seats });
  }

  get backlog(): number {
    return this.unsentBytes;
  }

  write(blocks: readonly Buffer[]): boolean {
    for (const block of blocks) {
      this.#framer.push(Buffer.from(block));
      while (this.#framer.next()) {
        const { buffer, start, body, end } = this.#framer;
        this.packets.push(decodePacket(buffer, start, body, end, this.version));
      }
    }
    return true;
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  end(): void {
    this.closed ??= 'end';
    this.cut('tcp_closed');
  }

  destroy(): void {
    this.closed ??= 'destroy';
    this.cut('tcp_closed');
  }

  /** The network ends the connection. */
  cut(reason = 'tcp_closed'): void {
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.onClosed(reason);
  }

  /** The peer closes its half of the connection. */
  finish(): void {
    this.#listener?.onEnded('tcp_closed');
  }

  drained(): void {
    this.canWrite = true;
    this.#listener?.onDrain();
  }

  sendBytes(bytes: Buffer | readonly number[]): void {
    const chunk = Buffer.from(bytes);
    this.#listener?.onBytes(chunk);
    // As over TCP, the memory is the next connection's: whatever the broker keeps must be a copy.
    chunk.fill(0xee);
  }

  /** Sends packets, in one chunk, and waits for the end of the turn. */
  async send(...packets: Packet[]): Promise<void> {
    this.sendBytes(Buffer.concat(packets.map((packet) => encodePacket(packet, this.version))));
    await endOfTurn();
  }

  /** Sends a packet and takes what came back last of the wanted type. */
  async ask<Type extends PacketType>(packet: Packet, answer: Type): Promise<PacketOf<Type>> {
    await this.send(packet);
    return this.take(answer);
  }

  /** Takes the first packet of that type. */
  take<Type extends PacketType>(type: Type): PacketOf<Type> {
    const index = this.packets.findIndex((packet) => packet.type === type);
    if (index < 0)
      throw new Error(`no ${type} among ${JSON.stringify(this.packets.map((packet) => packet.type))}`);
    return this.packets.splice(index, 1)[0] as PacketOf<Type>;
  }

  takeAll<Type extends PacketType>(type: Type): PacketOf<Type>[] {
    const taken = this.packets.filter((packet) => packet.type === type);
    for (const packet of taken) this.packets.splice(this.packets.indexOf(packet), 1);
    return taken as PacketOf<Type>[];
  }

  /** What was published to it, as `topic=payload`. */
  takeMessages(): string[] {
    return this.takeAll('publish').map(({ topic, payload }) => `${topic}=${payload}`);
  }

  async subscribe(filter: string, options: Partial<SubscriptionRequest> = {}): Promise<number> {
    const request = {
      qos: 2,
      noLocal: false,
      retainAsPublished: false,
      retainHandling: 0,
      filter,
      ...options,
    } as const;
    const packet = { type: 'subscribe', packetId: 7, subscriptions: [request], properties: {} } as const;
    return (await this.ask(packet, 'suback')).reasonCodes[0] as number;
  }

  async publish(
    topic: string,
    payload: string,
    qos: QoS = 0,
    rest: Partial<PublishPacket> = {},
  ): Promise<void> {
    await this.send(publish(topic, payload, qos, rest));
  }
}

export function publish(
  topic: string,
  payload: string,
  qos: QoS = 0,
  rest: Partial<PublishPacket> = {},
): PublishPacket {
  return {
    type: 'publish',
    topic,
    payload: Buffer.from(payload),
    qos,
    packetId: qos === 0 ? undefined : 1,
    retain: false,
    dup: false,
    properties: {},
    ...rest,
  };
}

export function connect(clientId: string, rest: Partial<ConnectPacket> = {}): ConnectPacket {
  return {
    type: 'connect',
    protocolName: rest.protocolVersion === 3 ? 'MQIsdp' : 'MQTT',
    protocolVersion: 5,
    isBridge: false,
    cleanStart: true,
    keepAlive: 0,
    clientId,
    username: undefined,
    password: undefined,
    will: undefined,
    properties: {},
    ...rest,
  };
}

export interface TestBroker {
  broker: MqttBroker;
  clock: FakeClock;
  /** A connected client, and the CONNACK that it got. */
  join(clientId: string, rest?: Partial<ConnectPacket>): Promise<Peer & { connack: ConnackPacket }>;
  /** A connection that has sent nothing. */
  dial(remoteAddress?: string, seats?: Partial<ListenerSeats>): Peer;
  /** The events of these names from now on. */
  record<Name extends Exclude<EventName, 'message.publish'>>(
    ...names: Name[]
  ): Extract<BrokerEvent, { name: Name }>[];
}

interface TestBrokerOptions {
  readonly settings?: Partial<BrokerSettings>;
  readonly access?: Partial<MqttBroker['access']>;
  readonly authenticators?: AuthenticatorChain;
  readonly log?: BrokerLog | undefined;
  readonly beforeFlush?: () => boolean;
}

/** A broker that nobody has reached yet. */
export function newTestBroker(clock: Clock, options: TestBrokerOptions = {}): MqttBroker {
  const { settings, access, authenticators = NO_AUTHENTICATORS, log, beforeFlush = () => true } = options;
  const broker = new MqttBroker({
    settings: { ...testSettings, ...settings },
    access: { allowAnonymous: true, ...access },
    authenticators,
    banStore: forgetfulBanStore,
    rules: new AuthorizationChain(readClientAcl),
    clock,
    logger: silentLogger,
    beforeFlush,
    log,
  });
  broker.restore();
  return broker;
}

/** A broker without a network, on a clock that stands still. @param log keeps what outlives it */
export function startTestBroker(
  settings: Partial<BrokerSettings> = {},
  access: Partial<MqttBroker['access']> = {},
  authenticators: AuthenticatorChain = NO_AUTHENTICATORS,
  {
    clock = new FakeClock(),
    ...rest
  }: { clock?: FakeClock } & Pick<TestBrokerOptions, 'log' | 'beforeFlush'> = {},
): TestBroker {
  const broker = newTestBroker(clock, { settings, access, authenticators, ...rest });
  return {
    broker,
    clock,
    dial: (remoteAddress, seats) => new Peer(broker, remoteAddress, seats),
    async join(clientId, rest = {}) {
      const peer = new Peer(broker);
      peer.version = rest.protocolVersion ?? 5;
      const connack = await peer.ask(connect(clientId, rest), 'connack');
      return Object.assign(peer, { connack });
    },
    record(...names) {
      const events: BrokerEvent[] = [];
      for (const name of names)
        broker.events[name as 'client.connected'].listen((event) => events.push(event));
      return events as never;
    },
  };
}
