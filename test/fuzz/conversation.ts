import assert from 'node:assert/strict';
import type { MqttBroker } from '../../src/broker/broker.ts';
import type { Transport, TransportListener } from '../../src/broker/connections/transport.ts';
import { seatsFor } from '../../src/broker/listener-seats.ts';
import { decodePacket } from '../../src/mqtt/codec.ts';
import { Framer } from '../../src/mqtt/framer.ts';
import { MqttError } from '../../src/mqtt/mqtt-error.ts';
import type { Packet, ProtocolVersion } from '../../src/mqtt/packets.ts';

/** What answers what: the identifier of the answer is that of the request. */
const ANSWERS = {
  puback: 'publish at QoS 1',
  pubrec: 'publish at QoS 2',
  pubcomp: 'pubrel',
  suback: 'subscribe',
  unsuback: 'unsubscribe',
} as const;

/**
 * One connection of a fuzz run, and a model of what the broker may say on it. The model reads what was sent with the
 * same codec, up to the first packet that no broker can bear, and holds every answer against it.
 */
export class Conversation implements Transport {
  readonly remoteAddress = '127.0.0.1';
  readonly remotePort = 50_000;
  readonly localAddress = '127.0.0.1';
  readonly localPort = 1883;
  readonly canWrite = true;
  readonly unsentBytes = 0;
  readonly backlog = 0;
  /** Everything that was sent, to be printed when the run fails. */
  readonly sent: Buffer[] = [];
  isClosed = false;
  readonly #listener: TransportListener;
  readonly #heard = new Framer(Number.POSITIVE_INFINITY);
  readonly #said = new Framer(Number.POSITIVE_INFINITY);
  /** Of the CONNECT that was sent; undefined before. */
  #version: ProtocolVersion | undefined;
  #hasConnack = false;
  #isAccepted = false;
  #hasDisconnect = false;
  /** False once something was sent that the model cannot read: how much of it the broker takes is its own affair. */
  #isUnderstood = true;
  /** Requests without an answer, as `kind identifier`, and how many of each. */
  readonly #open = new Map<string, number>();
  #pings = 0;

  constructor(broker: MqttBroker) {
    this.#listener = broker.accept(this, seatsFor('tcp:default'));
  }

  get isAccepted(): boolean {
    return this.#isAccepted;
  }

  send(bytes: Buffer): void {
    if (this.isClosed) return;
    this.sent.push(bytes);
    this.#model(bytes);
    this.#listener.onBytes(bytes);
  }

  cut(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#listener.onClosed('tcp_closed');
  }

  write(blocks: readonly Buffer[]): boolean {
    assert.ok(!this.isClosed, 'nothing is written to a closed connection');
    for (const block of blocks) {
      this.#heard.push(Buffer.from(block));
      while (this.#heard.next()) this.#check(this.#decode());
    }
    return true;
  }

  pause(): void {}

  resume(): void {}

  end(): void {
    this.cut();
  }

  destroy(): void {
    this.cut();
  }

  #decode(): Packet {
    const { buffer, start, body, end } = this.#heard;
    const versions: readonly ProtocolVersion[] = this.#version === undefined ? [5, 4] : [this.#version];
    for (const version of versions) {
      try {
        return decodePacket(buffer, start, body, end, version);
      } catch (error) {
        if (version === versions.at(-1)) throw error;
      }
    }
    throw new Error('unreachable');
  }

  /** Takes note of what was sent. */
  #model(bytes: Buffer): void {
    if (!this.#isUnderstood) return;
    try {
      this.#said.push(Buffer.from(bytes));
      while (this.#said.next()) {
        const { buffer, start, body, end } = this.#said;
        const packet = decodePacket(buffer, start, body, end, this.#version ?? 5);
        if (packet.type === 'connect') this.#version ??= packet.protocolVersion;
        else this.#expect(packet);
      }
    } catch (error) {
      if (!(error instanceof MqttError)) throw error;
      this.#isUnderstood = false;
    }
  }

  #expect(packet: Packet): void {
    if (packet.type === 'pingreq') this.#pings++;
    else if (packet.type === 'publish' && packet.qos > 0)
      this.#ask(`publish at QoS ${packet.qos} ${packet.packetId}`);
    else if (packet.type === 'pubrel' || packet.type === 'subscribe' || packet.type === 'unsubscribe')
      this.#ask(`${packet.type} ${packet.packetId}`);
  }

  #ask(request: string): void {
    this.#open.set(request, (this.#open.get(request) ?? 0) + 1);
  }

  /** What the broker said must be something that it may say here. */
  #check(packet: Packet): void {
    assert.ok(!this.#hasDisconnect, `${packet.type} after DISCONNECT`);
    if (!this.#hasConnack) {
      assert.ok(
        packet.type === 'connack' || packet.type === 'auth',
        `${packet.type} before CONNACK [MQTT-3.2.0-1]`,
      );
      this.#hasConnack = packet.type === 'connack';
      this.#isAccepted = packet.type === 'connack' && packet.reasonCode === 0;
      return;
    }
    assert.ok(this.#isAccepted, `${packet.type} after a CONNACK that refuses [MQTT-3.2.2-7]`);
    switch (packet.type) {
      case 'pingresp':
        if (this.#isUnderstood) assert.ok(this.#pings-- > 0, 'PINGRESP to nothing');
        return;
      case 'puback':
      case 'pubrec':
      case 'pubcomp':
      case 'suback':
      case 'unsuback':
        this.#answered(`${ANSWERS[packet.type]} ${packet.packetId}`, packet.type);
        return;
      case 'disconnect':
        assert.equal(this.#version, 5, 'DISCONNECT to a client of MQTT 3');
        this.#hasDisconnect = true;
        return;
      case 'publish':
      case 'pubrel':
        return;
      default:
        assert.fail(`a broker does not send ${packet.type} here`);
    }
  }

  #answered(request: string, answer: string): void {
    if (!this.#isUnderstood) return;
    const open = this.#open.get(request) ?? 0;
    assert.ok(open > 0, `${answer} to no ${request}`);
    this.#open.set(request, open - 1);
  }
}
