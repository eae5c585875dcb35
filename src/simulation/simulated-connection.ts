import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { decodePacket, encodePacket } from '../mqtt/codec.ts';
import { Framer } from '../mqtt/framer.ts';
import type { Packet, ProtocolVersion, PublishPacket } from '../mqtt/packets.ts';

/** Bytes of the largest packet that a simulated client takes. */
const LARGEST_PACKET = 1024 * 1024;

export interface ConnectionListener {
  onPacket(packet: Packet): void;
  /** Once, whoever ended it. */
  onClosed(): void;
}

/** The client's side of one connection: packets to bytes and back. What comes with a QoS is acknowledged. */
export class SimulatedConnection {
  readonly #socket: Duplex;
  readonly #version: ProtocolVersion;
  readonly #framer: Framer;
  readonly #listener: ConnectionListener;
  /** It neither reads nor writes any more, and leaves the connection open. */
  #isMute = false;

  /** @param largest bytes of the largest packet that it takes */
  constructor(
    socket: Duplex,
    version: ProtocolVersion,
    listener: ConnectionListener,
    largest: number = LARGEST_PACKET,
  ) {
    this.#framer = new Framer(largest);
    this.#socket = socket;
    this.#version = version;
    this.#listener = listener;
    socket
      .on('data', (chunk: Buffer) => this.#onBytes(chunk))
      .on('error', () => {})
      .on('close', () => listener.onClosed());
  }

  send(packet: Packet): void {
    if (!this.#isMute && !this.#socket.destroyed) this.#socket.write(encodePacket(packet, this.#version));
  }

  /** As a device whose network is gone: nothing comes from it, and nobody tells the broker. */
  mute(): void {
    this.#isMute = true;
  }

  /** As a device that says good-bye: what was written goes out first. */
  end(): void {
    this.#socket.end();
  }

  /** As a device that loses its power: the connection ends without a word. */
  cut(): void {
    if (this.#socket instanceof Socket) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  #onBytes(chunk: Buffer): void {
    if (this.#isMute) return;
    const framer = this.#framer;
    try {
      framer.push(chunk);
      while (framer.next()) {
        const packet = decodePacket(framer.buffer, framer.start, framer.body, framer.end, this.#version);
        this.#acknowledge(packet);
        this.#listener.onPacket(packet);
      }
    } catch {
      this.#socket.destroy();
    }
  }

  #acknowledge(packet: Packet): void {
    if (packet.type === 'publish') this.#acknowledgePublish(packet);
    else if (packet.type === 'pubrel') this.#answer('pubcomp', packet.packetId);
  }

  #acknowledgePublish({ qos, packetId }: PublishPacket): void {
    if (packetId === undefined) return;
    this.#answer(qos === 1 ? 'puback' : 'pubrec', packetId);
  }

  #answer(type: 'puback' | 'pubrec' | 'pubcomp', packetId: number): void {
    this.send({ type, packetId, reasonCode: 0, properties: {} });
  }
}
