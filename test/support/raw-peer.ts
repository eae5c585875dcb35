import { connect as dialTcp, type Socket } from 'node:net';
import { decodePacket, encodePacket } from '../../src/mqtt/codec.ts';
import { Framer } from '../../src/mqtt/framer.ts';
import type { ConnectPacket, Packet, PacketOf, PacketType, ProtocolVersion } from '../../src/mqtt/packets.ts';
import { connect } from './test-broker.ts';

/** A TCP connection to a broker that sends what it likes, reads when it likes, and keeps what it got. */
export class RawPeer {
  readonly socket: Socket;
  version: ProtocolVersion = 5;
  /** Everything received and not yet taken. */
  readonly packets: Packet[] = [];
  /** Bytes received. */
  received = 0;
  isClosed = false;
  readonly #framer = new Framer(Number.POSITIVE_INFINITY);
  #news = Promise.withResolvers<void>();
  readonly #closing = Promise.withResolvers<void>();

  constructor(port: number, host = '127.0.0.1') {
    this.socket = dialTcp({ port, host, noDelay: true });
    this.socket
      .on('data', (chunk) => this.#read(chunk))
      .on('error', () => {})
      .on('end', () => this.#close())
      .on('close', () => this.#close());
  }

  /** Connects, or says why not. */
  static async join(
    port: number,
    clientId: string,
    rest: Partial<ConnectPacket> = {},
  ): Promise<RawPeer & { reasonCode: number }> {
    const peer = new RawPeer(port);
    peer.version = rest.protocolVersion ?? 5;
    peer.send(connect(clientId, rest));
    const connack = await peer.take('connack');
    return Object.assign(peer, { reasonCode: connack?.reasonCode ?? -1 });
  }

  /** False when the system takes no more for now. */
  send(...packets: Packet[]): boolean {
    return this.sendBytes(Buffer.concat(packets.map((packet) => encodePacket(packet, this.version))));
  }

  sendBytes(bytes: Uint8Array): boolean {
    return this.isClosed || this.socket.write(bytes);
  }

  /** Waits until everything was handed to the system, or the connection has ended. */
  async sent(): Promise<void> {
    while (this.socket.writableLength > 0 && !this.isClosed)
      await Promise.race([new Promise((resolve) => this.socket.once('drain', resolve)), this.closed]);
  }

  /** The first packet of that type; undefined when the connection ends without one. */
  async take<Type extends PacketType>(type: Type): Promise<PacketOf<Type> | undefined> {
    let looked = 0;
    for (;;) {
      // Somebody else may have taken some of those that were looked at.
      const from = looked > this.packets.length ? 0 : looked;
      const index = this.packets.findIndex((packet, at) => at >= from && packet.type === type);
      if (index >= 0) return this.packets.splice(index, 1)[0] as PacketOf<Type>;
      if (this.isClosed) return undefined;
      looked = this.packets.length;
      await this.#news.promise;
    }
  }

  async subscribe(...filters: string[]): Promise<readonly number[]> {
    const subscriptions = filters.map((filter) => ({
      filter,
      qos: 1 as const,
      noLocal: false,
      retainAsPublished: false,
      retainHandling: 0 as const,
    }));
    this.send({ type: 'subscribe', packetId: 7, subscriptions, properties: {} });
    return (await this.take('suback'))?.reasonCodes ?? [];
  }

  /** Resolves once the broker has closed the connection. */
  get closed(): Promise<void> {
    return this.#closing.promise;
  }

  stopReading(): void {
    this.socket.pause();
  }

  destroy(): void {
    this.socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.received += chunk.length;
    this.#framer.push(chunk);
    while (this.#framer.next()) {
      const { buffer, start, body, end } = this.#framer;
      // The decoder refuses what only a server sends to nobody: it reads every packet there is.
      this.packets.push(decodePacket(Buffer.from(buffer), start, body, end, this.version));
    }
    this.#tell();
  }

  #close(): void {
    this.isClosed = true;
    this.#closing.resolve();
    this.socket.destroy();
    this.#tell();
  }

  #tell(): void {
    const news = this.#news;
    this.#news = Promise.withResolvers();
    news.resolve();
  }
}
