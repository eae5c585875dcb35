import { randomBytes } from 'node:crypto';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Packet, ProtocolVersion, PublishPacket, QoS } from '../../mqtt/packets.ts';
import { reasonCodeName } from '../../mqtt/reason-codes.ts';
import { SimulatedConnection } from '../../simulation/door.ts';

export interface PeerOptions {
  readonly url: URL;
  readonly clientId?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly version: ProtocolVersion;
  /** PEM; undefined: those of the system. */
  readonly ca?: string | undefined;
  readonly trustsAll?: boolean | undefined;
}

/** `unreachable`: no connection; `refused`: the CONNECT was; `denied`: what was asked for later; `closed`: the connection ended. */
export class PeerError extends Error {
  override readonly name = 'PeerError';
  readonly kind: 'unreachable' | 'refused' | 'denied' | 'closed';
  readonly reason: string;

  constructor(kind: PeerError['kind'], reason: string) {
    super(`${kind}: ${reason}`);
    this.kind = kind;
    this.reason = reason;
  }
}

const KEEP_ALIVE = 60;
const LONGEST_CONNECT = 10_000;
const FAILURE = 0x80;

interface Waiting {
  resolve(): void;
  reject(error: PeerError): void;
}

/** An MQTT client for tools of the command line. What comes with a QoS is acknowledged at once. */
export class MqttPeer {
  onMessage: (message: PublishPacket) => void = () => undefined;
  /** Resolves when the connection has ended. */
  readonly closed: Promise<PeerError>;
  readonly #connection: SimulatedConnection;
  readonly #waiting = new Map<number, Waiting>();
  readonly #pings: NodeJS.Timeout;
  #onConnack: (packet: Packet) => void = () => undefined;
  #reason = 'closed by the broker';
  #packetId = 0;

  private constructor(socket: Socket, version: ProtocolVersion) {
    const { promise, resolve } = Promise.withResolvers<PeerError>();
    this.closed = promise;
    this.#connection = new SimulatedConnection(socket, version, {
      onPacket: (packet) => this.#onPacket(packet),
      onClosed: () => {
        clearInterval(this.#pings);
        const error = new PeerError('closed', this.#reason);
        for (const { reject } of this.#waiting.values()) reject(error);
        this.#waiting.clear();
        resolve(error);
      },
    });
    this.#pings = setInterval(() => this.#connection.send({ type: 'pingreq' }), (KEEP_ALIVE * 1000) / 2);
  }

  /** @throws PeerError */
  static async connect(options: PeerOptions): Promise<MqttPeer> {
    const socket = await dial(options);
    const peer = new MqttPeer(socket, options.version);
    const answer = new Promise<Packet>((resolve) => {
      peer.#onConnack = resolve;
    });
    peer.#connection.send({
      type: 'connect',
      protocolName: options.version === 3 ? 'MQIsdp' : 'MQTT',
      protocolVersion: options.version,
      isBridge: false,
      cleanStart: true,
      keepAlive: KEEP_ALIVE,
      clientId: options.clientId ?? `tocsin-cli-${randomBytes(4).toString('hex')}`,
      username: options.username,
      password: options.password === undefined ? undefined : Buffer.from(options.password),
      will: undefined,
      properties: {},
    });
    const first = await Promise.race([answer, peer.closed]);
    if (first instanceof PeerError) throw new PeerError('refused', first.reason);
    if (first.type === 'connack' && first.reasonCode !== 0) {
      peer.end();
      throw new PeerError('refused', first.properties.reasonString ?? reasonCodeName(first.reasonCode));
    }
    return peer;
  }

  /** Resolves when the broker has it, at once for QoS 0. @throws PeerError */
  async publish(topic: string, payload: Buffer, qos: QoS, retain = false): Promise<void> {
    const packetId = qos === 0 ? undefined : this.#nextId();
    this.#connection.send({
      type: 'publish',
      dup: false,
      qos,
      retain,
      topic,
      packetId,
      properties: {},
      payload,
    });
    if (packetId !== undefined) await this.#answered(packetId);
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

  #answered(packetId: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(packetId, { resolve, reject });
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
      case 'pubrec':
        if (packet.reasonCode >= FAILURE) this.#settle(packet.packetId, packet.reasonCode);
        else
          this.#connection.send({
            type: 'pubrel',
            packetId: packet.packetId,
            reasonCode: 0,
            properties: {},
          });
        break;
      case 'puback':
      case 'pubcomp':
        this.#settle(packet.packetId, packet.reasonCode);
        break;
      case 'suback':
        this.#settle(packet.packetId, Math.max(...packet.reasonCodes));
        break;
      case 'disconnect':
        this.#reason = reasonCodeName(packet.reasonCode);
        break;
    }
  }

  #settle(packetId: number, reasonCode: number): void {
    const waiting = this.#waiting.get(packetId);
    this.#waiting.delete(packetId);
    if (reasonCode >= FAILURE) waiting?.reject(new PeerError('denied', reasonCodeName(reasonCode)));
    else waiting?.resolve();
  }
}

/** @throws PeerError */
function dial({ url, ca, trustsAll }: PeerOptions): Promise<Socket> {
  const isTls = url.protocol === 'mqtts:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (isTls ? 8883 : 1883);
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket: Socket = isTls
    ? connectTls({ host, port, servername: host, rejectUnauthorized: !trustsAll, ...(ca && { ca }) })
    : connectTcp({ host, port });
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
