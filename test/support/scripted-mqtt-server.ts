import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { decodePacket, encodePacket } from '../../src/mqtt/codec.ts';
import { Framer } from '../../src/mqtt/framer.ts';
import type { ConnackPacket, Packet, PacketOf, PacketType, ProtocolVersion } from '../../src/mqtt/packets.ts';

type Respond = (packet: Packet, peer: ScriptedPeer) => void;

/** A broker that answers as it is told to: CONNECT as usual, everything else by the script. */
export class ScriptedMqttServer {
  readonly received: Packet[] = [];
  readonly port: number;
  /** The CONNACK of the next connections. */
  connack: ConnackPacket = { type: 'connack', sessionPresent: false, reasonCode: 0, properties: {} };
  respond: Respond = () => undefined;
  readonly #peers = new Set<ScriptedPeer>();
  #heard = Promise.withResolvers<void>();

  private constructor(port: number) {
    this.port = port;
  }

  static async open(t: TestContext, respond?: Respond): Promise<ScriptedMqttServer> {
    const server = createServer({ noDelay: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const scripted = new ScriptedMqttServer((server.address() as { port: number }).port);
    if (respond) scripted.respond = respond;
    server.on('connection', (socket) => scripted.#serve(socket));
    t.after(() => {
      scripted.disconnectAll();
      server.close();
    });
    return scripted;
  }

  disconnectAll(): void {
    for (const peer of this.#peers) peer.destroy();
  }

  ofType<Type extends PacketType>(type: Type): PacketOf<Type>[] {
    return this.received.filter((packet): packet is PacketOf<Type> => packet.type === type);
  }

  async until<Type extends PacketType>(type: Type, count = 1): Promise<PacketOf<Type>[]> {
    while (this.ofType(type).length < count) await this.#heard.promise;
    return this.ofType(type);
  }

  /** To the client that connected last. */
  send(packet: Packet): void {
    [...this.#peers].at(-1)?.send(packet);
  }

  #serve(socket: Socket): void {
    const framer = new Framer(1024 * 1024);
    const peer = new ScriptedPeer(socket);
    this.#peers.add(peer);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#peers.delete(peer));
    socket.on('data', (chunk: Buffer) => {
      framer.push(chunk);
      while (framer.next()) {
        const { buffer, start, body, end } = framer;
        const packet = decodePacket(buffer, start, body, end, peer.version);
        this.received.push(packet);
        if (packet.type === 'connect') {
          peer.version = packet.protocolVersion;
          peer.send(this.connack);
        } else this.respond(packet, peer);
      }
      this.#heard.resolve();
      this.#heard = Promise.withResolvers();
    });
  }
}

export class ScriptedPeer {
  version: ProtocolVersion = 5;
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  send(packet: Packet): void {
    this.#socket.write(encodePacket(packet, this.version));
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** Grants subscriptions and acknowledges messages. */
export const obliging: Respond = (packet, peer) => {
  const properties = {};
  if (packet.type === 'subscribe') {
    const { packetId, subscriptions } = packet;
    peer.send({ type: 'suback', packetId, reasonCodes: subscriptions.map(({ qos }) => qos), properties });
  } else if (packet.type === 'publish' && packet.packetId !== undefined) {
    const type = packet.qos === 2 ? 'pubrec' : 'puback';
    peer.send({ type, packetId: packet.packetId, reasonCode: 0, properties });
  } else if (packet.type === 'pubrel') {
    peer.send({ type: 'pubcomp', packetId: packet.packetId, reasonCode: 0, properties });
  }
};
