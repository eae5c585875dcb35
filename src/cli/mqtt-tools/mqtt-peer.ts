import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Packet, Properties, ProtocolVersion, PublishPacket, QoS, Will } from '../../mqtt/packets.ts';
import { SimulatedConnection } from '../../simulation/door.ts';
import { type DialOptions, dial } from './dial.ts';
import { PeerError, refusalOf } from './peer-error.ts';

export interface PeerOptions extends DialOptions {
  readonly clientId?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly version: ProtocolVersion;
  /** Seconds; 0 switches it off. */
  readonly keepAlive?: number | undefined;
  /** The session of before is taken up. */
  readonly keepsSession?: boolean | undefined;
  /** Seconds, of MQTT 5. */
  readonly sessionExpiry?: number | undefined;
  readonly will?: Will | undefined;
  /** Also told of what waited in the session, and comes with the answer to CONNECT. */
  readonly onMessage?: ((message: PublishPacket) => void) | undefined;
}

/** What is published besides the payload. */
export interface Publication {
  readonly qos: QoS;
  readonly retain?: boolean | undefined;
  readonly properties?: Properties | undefined;
}

/** Seconds. */
const KEEP_ALIVE = 60;
/** As much as MQTT can say. */
const LARGEST_PACKET = 268_435_460;
const FAILURE = 0x80;

interface Waiting {
  /** Of a PUBREC, which alone says that nobody subscribes. */
  received: number;
  resolve(reasonCode: number): void;
  reject(error: PeerError): void;
}

/** An MQTT client for tools of the command line. What comes with a QoS is acknowledged at once. */
export class MqttPeer {
  onMessage: (message: PublishPacket) => void = () => undefined;
  /** Resolves when the connection has ended. */
  readonly closed: Promise<PeerError>;
  readonly #connection: SimulatedConnection;
  readonly #waiting = new Map<number, Waiting>();
  readonly #pings: NodeJS.Timeout | undefined;
  #onPong: () => void = () => undefined;
  #onConnack: (packet: Packet) => void = () => undefined;
  #end = new PeerError('closed', 'closed by the broker');
  #packetId = 0;
  #hasEnded = false;

  private constructor(socket: Duplex, version: ProtocolVersion, keepAlive: number) {
    const { promise, resolve } = Promise.withResolvers<PeerError>();
    this.closed = promise;
    const listener = {
      onPacket: (packet: Packet) => this.#onPacket(packet),
      onClosed: () => {
        clearInterval(this.#pings);
        this.#hasEnded = true;
        for (const { reject } of this.#waiting.values()) reject(this.#end);
        this.#waiting.clear();
        resolve(this.#end);
      },
    };
    this.#connection = new SimulatedConnection(socket, version, listener, LARGEST_PACKET);
    if (keepAlive > 0)
      this.#pings = setInterval(() => this.#connection.send({ type: 'pingreq' }), (keepAlive * 1000) / 2);
  }

  /** @throws PeerError */
  static async connect(options: PeerOptions): Promise<MqttPeer> {
    const { keepAlive = KEEP_ALIVE, keepsSession = false, sessionExpiry, will } = options;
    const socket = await dial(options);
    const peer = new MqttPeer(socket, options.version, keepAlive);
    if (options.onMessage) peer.onMessage = options.onMessage;
    const answer = new Promise<Packet>((resolve) => {
      peer.#onConnack = resolve;
    });
    peer.#connection.send({
      type: 'connect',
      protocolName: options.version === 3 ? 'MQIsdp' : 'MQTT',
      protocolVersion: options.version,
      isBridge: false,
      cleanStart: !keepsSession,
      keepAlive,
      clientId: options.clientId ?? `tocsin-cli-${randomBytes(4).toString('hex')}`,
      username: options.username,
      password: options.password === undefined ? undefined : Buffer.from(options.password),
      will,
      properties: {
        ...(options.version === 5 && sessionExpiry !== undefined && { sessionExpiryInterval: sessionExpiry }),
      },
    });
    const first = await Promise.race([answer, peer.closed]);
    if (first instanceof PeerError) throw new PeerError('refused', first.reason, first.code);
    if (first.type === 'connack' && first.reasonCode !== 0) {
      peer.end();
      throw refusalOf('refused', first.reasonCode, first.properties.reasonString);
    }
    return peer;
  }

  /** Resolves when the broker has it, at once for QoS 0. @returns its reason code @throws PeerError */
  async publish(
    topic: string,
    payload: Buffer,
    { qos, retain = false, properties = {} }: Publication,
  ): Promise<number> {
    const packetId = qos === 0 ? undefined : this.#nextId();
    this.#connection.send({ type: 'publish', dup: false, qos, retain, topic, packetId, properties, payload });
    return packetId === undefined ? 0 : this.#answered(packetId);
  }

  /** Resolves when the broker has read all that was sent. @throws PeerError when it ends the connection instead */
  async flush(): Promise<void> {
    const answer = new Promise<undefined>((resolve) => {
      this.#onPong = () => resolve(undefined);
    });
    this.#connection.send({ type: 'pingreq' });
    const failure = await Promise.race([answer, this.closed]);
    if (failure) throw failure;
  }

  /** @throws PeerError when one of them is refused */
  async subscribe(filters: readonly string[], qos: QoS, takesRetained: boolean): Promise<void> {
    const packetId = this.#nextId();
    this.#connection.send({
      type: 'subscribe',
      packetId,
      subscriptions: filters.map((filter) => ({
        filter,
        qos,
        noLocal: false,
        retainAsPublished: true,
        retainHandling: takesRetained ? 0 : 2,
      })),
      properties: {},
    });
    await this.#answered(packetId);
  }

  end(): void {
    this.#connection.send({ type: 'disconnect', reasonCode: 0, properties: {} });
    this.#connection.end();
  }

  #nextId(): number {
    this.#packetId = (this.#packetId % 65_535) + 1;
    return this.#packetId;
  }

  #answered(packetId: number): Promise<number> {
    if (this.#hasEnded) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => {
      this.#waiting.set(packetId, { received: 0, resolve, reject });
    });
  }

  #onPacket(packet: Packet): void {
    switch (packet.type) {
      case 'connack':
        this.#onConnack(packet);
        break;
      case 'publish':
        this.onMessage(packet);
        break;
      case 'pingresp':
        this.#onPong();
        break;
      case 'pubrec':
        if (packet.reasonCode >= FAILURE) this.#settle(packet.packetId, packet.reasonCode, packet.properties);
        else {
          const { packetId, reasonCode } = packet;
          const waiting = this.#waiting.get(packetId);
          if (waiting) waiting.received = reasonCode;
          this.#connection.send({ type: 'pubrel', packetId, reasonCode: 0, properties: {} });
        }
        break;
      case 'puback':
      case 'pubcomp':
        this.#settle(packet.packetId, packet.reasonCode, packet.properties);
        break;
      case 'suback':
        this.#settle(packet.packetId, Math.max(...packet.reasonCodes), packet.properties);
        break;
      case 'disconnect':
        this.#end = refusalOf('closed', packet.reasonCode, packet.properties.reasonString);
        break;
    }
  }

  #settle(packetId: number, reasonCode: number, { reasonString }: Properties): void {
    const waiting = this.#waiting.get(packetId);
    this.#waiting.delete(packetId);
    if (reasonCode >= FAILURE) waiting?.reject(refusalOf('denied', reasonCode, reasonString));
    else waiting?.resolve(reasonCode || waiting.received);
  }
}
