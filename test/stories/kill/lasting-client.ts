import { connect, type Socket } from 'node:net';
import { decodePacket, encodePacket } from '../../../src/mqtt/codec.ts';
import { Framer } from '../../../src/mqtt/framer.ts';
import type { Packet, PublishPacket } from '../../../src/mqtt/packets.ts';

const NO_PROPERTIES = {};

/** Milliseconds for a CONNACK. */
const PATIENCE = 20_000;

/**
 * Milliseconds that what the broker sends is under way. What is under way when the connection breaks is lost, as in a
 * network: else nearly every acknowledgement would arrive, and the hard cases would hardly ever be met.
 */
const LATENCY = 20;

/**
 * A client that outlives the broker: what it remembers of its session stays from connection to connection, as in a
 * careful device. A subclass says what it does with packets.
 */
export abstract class LastingClient {
  readonly clientId: string;
  /** How often the broker did not know the session any more. */
  sessionsLost = 0;
  #socket: Socket | undefined = undefined;
  #hasSession = false;

  constructor(clientId: string) {
    this.clientId = clientId;
  }

  get isConnected(): boolean {
    return this.#socket !== undefined;
  }

  /** Resolves with the CONNACK, after which `onConnected` was called. */
  async connect(port: number): Promise<void> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const framer = new Framer(Number.POSITIVE_INFINITY);
    const opened = Promise.withResolvers<void>();
    const late = setTimeout(() => socket.destroy(new Error(`${this.clientId}: no CONNACK`)), PATIENCE);
    socket.on('error', (error) => opened.reject(error));
    socket.on('close', () => {
      clearTimeout(late);
      if (this.#socket === socket) this.#socket = undefined;
      opened.reject(new Error(`${this.clientId}: closed before CONNACK`));
    });
    const arrive = (chunk: Buffer) => {
      if (socket.destroyed) return;
      framer.push(chunk);
      socket.cork();
      while (framer.next()) {
        const { buffer, start, body, end } = framer;
        const packet = decodePacket(buffer, start, body, end, 5);
        if (packet.type === 'connack') {
          clearTimeout(late);
          this.#accept(socket, packet.sessionPresent, packet.reasonCode);
          opened.resolve();
        } else this.onPacket(packet);
      }
      socket.uncork();
    };
    socket.on('data', (chunk) => setTimeout(arrive, LATENCY, chunk));
    socket.once('connect', () => {
      socket.write(
        encodePacket(
          {
            type: 'connect',
            protocolName: 'MQTT',
            protocolVersion: 5,
            isBridge: false,
            cleanStart: false,
            keepAlive: 0,
            clientId: this.clientId,
            username: undefined,
            password: undefined,
            will: undefined,
            properties: { sessionExpiryInterval: 86_400 },
          },
          5,
        ),
      );
    });
    await opened.promise;
  }

  /** Ends the connection without a word. */
  cut(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  send(packet: Packet): void {
    this.#socket?.write(encodePacket(packet, 5));
  }

  protected acknowledge(type: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp', packetId: number): void {
    this.send({ type, packetId, reasonCode: 0, properties: NO_PROPERTIES });
  }

  protected abstract onConnected(): void;
  protected abstract onPacket(packet: Packet): void;

  #accept(socket: Socket, sessionPresent: boolean, reasonCode: number): void {
    if (reasonCode !== 0) throw new Error(`${this.clientId}: refused with ${reasonCode}`);
    if (this.#hasSession && !sessionPresent) this.sessionsLost++;
    this.#hasSession = true;
    this.#socket = socket;
    this.onConnected();
  }
}

/** What is under way under one packet identifier. */
interface UnderWay {
  readonly packet: PublishPacket;
  readonly sequence: number;
  isReleased: boolean;
}

/** Publishes numbered messages, and says of each when the broker took it over. */
export class LastingPublisher extends LastingClient {
  readonly qos: 1 | 2;
  readonly topic: string;
  /** The numbers are 1 to this. */
  published = 0;
  /** The highest number up to which all were acknowledged (PUBACK, or PUBREC at QoS 2). */
  acknowledged = 0;
  /** The number that the retained message of this publisher carries at least. */
  retainedAcknowledged = 0;
  isPublishing = true;
  readonly #window: number;
  readonly #underWay = new Map<number, UnderWay>();
  readonly #overtaking = new Set<number>();
  #packetId = 0;

  constructor(clientId: string, topic: string, qos: 1 | 2, window: number) {
    super(clientId);
    this.topic = topic;
    this.qos = qos;
    this.#window = window;
  }

  get isIdle(): boolean {
    return this.#underWay.size === 0;
  }

  /** In the order in which they were sent first [MQTT-4.4.0-1], then new ones. */
  protected override onConnected(): void {
    for (const [packetId, { packet, isReleased }] of this.#underWay) {
      if (isReleased) this.acknowledge('pubrel', packetId);
      else this.send({ ...packet, dup: true });
    }
    this.#publish();
  }

  protected override onPacket(packet: Packet): void {
    switch (packet.type) {
      case 'puback':
        this.#accepted(packet.packetId, packet.reasonCode);
        this.#underWay.delete(packet.packetId);
        break;
      case 'pubrec': {
        this.#accepted(packet.packetId, packet.reasonCode);
        const underWay = this.#underWay.get(packet.packetId);
        if (underWay) underWay.isReleased = true;
        this.acknowledge('pubrel', packet.packetId);
        break;
      }
      case 'pubcomp':
        this.#underWay.delete(packet.packetId);
        break;
      default:
        throw new Error(`${this.clientId} got ${packet.type}`);
    }
    this.#publish();
  }

  #accepted(packetId: number, reasonCode: number): void {
    if (reasonCode >= 0x80) throw new Error(`${this.clientId}: message refused with ${reasonCode}`);
    const underWay = this.#underWay.get(packetId);
    if (!underWay || underWay.isReleased) return;
    this.#overtaking.add(underWay.sequence);
    while (this.#overtaking.delete(this.acknowledged + 1)) this.acknowledged++;
    if (underWay.packet.retain) this.retainedAcknowledged = underWay.sequence;
  }

  #publish(): void {
    while (this.isPublishing && this.isConnected && this.#underWay.size < this.#window) {
      do this.#packetId = (this.#packetId % 0xffff) + 1;
      while (this.#underWay.has(this.#packetId));
      const sequence = ++this.published;
      const packet: PublishPacket = {
        type: 'publish',
        topic: this.topic,
        payload: Buffer.from(`${this.clientId} ${sequence}`),
        qos: this.qos,
        packetId: this.#packetId,
        retain: sequence % 10 === 0,
        dup: false,
        properties: NO_PROPERTIES,
      };
      this.#underWay.set(this.#packetId, { packet, sequence, isReleased: false });
      this.send(packet);
    }
  }
}

/** What a subscriber got of one publisher. */
export interface Received {
  /** How often each number came. */
  readonly counts: Map<number, number>;
  latest: number;
  /** Numbers that came first after a higher one had come. */
  reordered: number;
}

/** Takes part in QoS 2 as the standard says, so that whatever comes twice was sent twice. */
export class LastingSubscriber extends LastingClient {
  readonly received = new Map<string, Received>();
  /** Messages that came, those that came again too. */
  arrivals = 0;
  readonly #filter: string;
  #isSubscribed = false;
  readonly #subscribed = Promise.withResolvers<void>();
  /** QoS 2 packet identifiers whose PUBREL is outstanding. */
  readonly #unreleased = new Set<number>();

  constructor(clientId: string, filter: string) {
    super(clientId);
    this.#filter = filter;
  }

  get subscribed(): Promise<void> {
    return this.#subscribed.promise;
  }

  protected override onConnected(): void {
    if (this.#isSubscribed) return;
    this.send({
      type: 'subscribe',
      packetId: 1,
      properties: NO_PROPERTIES,
      subscriptions: [
        { filter: this.#filter, qos: 2, noLocal: false, retainAsPublished: false, retainHandling: 2 },
      ],
    });
  }

  protected override onPacket(packet: Packet): void {
    switch (packet.type) {
      case 'suback':
        this.#isSubscribed = true;
        this.#subscribed.resolve();
        return;
      case 'publish':
        this.#onPublish(packet);
        return;
      case 'pubrel':
        this.#unreleased.delete(packet.packetId);
        this.acknowledge('pubcomp', packet.packetId);
        return;
      default:
        throw new Error(`${this.clientId} got ${packet.type}`);
    }
  }

  #onPublish({ qos, packetId = 0, payload }: PublishPacket): void {
    if (qos === 2) {
      const isRepeated = this.#unreleased.has(packetId);
      this.#unreleased.add(packetId);
      if (!isRepeated) this.#note(payload.toString());
      this.acknowledge('pubrec', packetId);
    } else {
      this.#note(payload.toString());
      this.acknowledge('puback', packetId);
    }
  }

  #note(payload: string): void {
    this.arrivals++;
    const [publisher = '', number = ''] = payload.split(' ');
    const sequence = Number(number);
    let received = this.received.get(publisher);
    if (!received) {
      received = { counts: new Map(), latest: 0, reordered: 0 };
      this.received.set(publisher, received);
    }
    const count = received.counts.get(sequence) ?? 0;
    received.counts.set(sequence, count + 1);
    if (count === 0 && sequence < received.latest) received.reordered++;
    received.latest = Math.max(received.latest, sequence);
  }
}
