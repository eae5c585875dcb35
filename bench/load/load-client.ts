import { connect, type Socket } from 'node:net';
import {
  type Credentials,
  connectPacket,
  eachPacket,
  type LoadQos,
  type LoadWill,
  PacketType,
  type PublishTemplate,
  subscribePacket,
} from './wire.ts';
import type { WriteTurn } from './write-turn.ts';

/** No run lasts long enough for a keep-alive to pass, so nobody pings. */
const KEEP_ALIVE_SECONDS = 600;
const OPEN_TIMEOUT_MS = 15_000;

/** Read into by all clients in turn: a chunk is parsed before the next read begins. */
const sharedReadBuffer = Buffer.allocUnsafe(256 * 1024);

/** Acknowledgements with a hole for the packet identifier. */
const PUBACK = Buffer.of(0x40, 2, 0, 0);
const PUBREC = Buffer.of(0x50, 2, 0, 0);
const PUBREL = Buffer.of(0x62, 2, 0, 0);
const PUBCOMP = Buffer.of(0x70, 2, 0, 0);

interface LoadClientOptions {
  port: number;
  clientId: string;
  turn: WriteTurn;
  /** Whether its session outlives the connection. */
  isPersistent?: boolean | undefined;
  subscription?: { filters: readonly string[]; qos: LoadQos } | undefined;
  will?: LoadWill | undefined;
  credentials?: Credentials | undefined;
  /** `payloadAt` is where the payload begins in `buffer`; both are valid during the call only. */
  onMessage?: (buffer: Buffer, payloadAt: number) => void;
  /** A published message is acknowledged for good: PUBACK, or PUBCOMP at QoS 2. */
  onAcknowledged?: () => void;
  /** The connection ended although nobody closed it here. */
  onLost: (reason: string) => void;
}

/** A minimal MQTT 3.1.1 client that only ever talks to 127.0.0.1. */
export class LoadClient {
  readonly #options: LoadClientOptions;
  readonly #socket: Socket;
  readonly #opening = Promise.withResolvers<void>();
  /** Bytes to write at the next turn: the first `#pending` of `#output`. */
  #output = Buffer.alloc(0);
  #pending = 0;
  /** The beginning of a packet whose end was not in the last chunk. */
  #unfinished: Buffer | undefined;
  #packetId = 0;
  #closed = false;

  constructor(options: LoadClientOptions) {
    this.#options = options;
    this.#socket = connect({
      host: '127.0.0.1',
      port: options.port,
      noDelay: true,
      onread: {
        buffer: sharedReadBuffer,
        callback: (length) => {
          this.#read(length);
          return true;
        },
      },
    });
    this.#socket.setTimeout(OPEN_TIMEOUT_MS, () => this.#lose('no answer to CONNECT or SUBSCRIBE in time'));
    this.#socket.once('connect', () =>
      this.#append(connectPacket(options.clientId, KEEP_ALIVE_SECONDS, options)),
    );
    this.#socket.on('drain', () => options.turn.wake());
    this.#socket.once('error', (error) => this.#lose(error.message));
    this.#socket.once('close', () => this.#lose('closed by the broker'));
  }

  /** Resolves when the broker has accepted the connection and the subscription, rejects when it does not. */
  get opened(): Promise<void> {
    return this.#opening.promise;
  }

  publish(template: PublishTemplate, publisher: number, sequence: number): void {
    const at = this.#append(template.bytes);
    if (template.qos > 0) {
      this.#packetId = this.#packetId === 0xffff ? 1 : this.#packetId + 1;
      this.#output.writeUInt16BE(this.#packetId, at + template.packetIdAt);
    }
    this.#output.writeUInt32LE(publisher, at + template.payloadAt);
    this.#output.writeUInt32LE(sequence, at + template.payloadAt + 4);
  }

  /** Whether everything published is on its way, so that TCP has room for more. */
  get isSent(): boolean {
    return this.#pending === 0 && this.#socket.writableLength === 0;
  }

  flush(): void {
    if (this.#pending === 0 || this.#closed) return;
    this.#socket.write(this.#output.subarray(0, this.#pending));
    // The kernel usually takes everything at once; what it did not take still refers to this buffer.
    if (this.#socket.writableLength > 0) this.#output = Buffer.alloc(0);
    this.#pending = 0;
  }

  /** Ends with a reset, so that no closed connection lingers in TIME_WAIT and takes a port from the next run. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // Node 24 leaks a socket that is reset while it shuts down because the other side has closed, and then cannot exit.
    if (this.#socket.readyState === 'open') this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  #read(length: number): void {
    const unfinished = this.#unfinished;
    const chunk = sharedReadBuffer.subarray(0, length);
    const buffer = unfinished ? Buffer.concat([unfinished, chunk]) : sharedReadBuffer;
    const end = unfinished ? buffer.length : length;
    const used = eachPacket(buffer, end, (firstByte, bodyStart, bodyEnd) =>
      this.#handle(buffer, firstByte, bodyStart, bodyEnd),
    );
    this.#unfinished = used < end ? Buffer.from(buffer.subarray(used, end)) : undefined;
    this.#options.turn.wake();
  }

  #handle(buffer: Buffer, firstByte: number, bodyStart: number, bodyEnd: number): void {
    switch (firstByte >> 4) {
      case PacketType.publish: {
        const afterTopic = bodyStart + 2 + buffer.readUInt16BE(bodyStart);
        const qos = (firstByte >> 1) & 0b11;
        if (qos > 0) this.#answer(qos === 1 ? PUBACK : PUBREC, buffer, afterTopic);
        this.#options.onMessage?.(buffer, afterTopic + (qos === 0 ? 0 : 2));
        break;
      }
      case PacketType.puback:
      case PacketType.pubcomp:
        this.#options.onAcknowledged?.();
        break;
      case PacketType.pubrec:
        this.#answer(PUBREL, buffer, bodyStart);
        break;
      case PacketType.pubrel:
        this.#answer(PUBCOMP, buffer, bodyStart);
        break;
      case PacketType.connack:
        this.#onConnack(buffer[bodyStart + 1] ?? 0xff);
        break;
      case PacketType.suback:
        if ((buffer[bodyEnd - 1] ?? 0xff) >= 0x80) this.#lose('the broker refused the subscription');
        else this.#open();
        break;
      default:
        throw new Error(`the broker sent an unexpected packet of type ${firstByte >> 4}`);
    }
  }

  #onConnack(returnCode: number): void {
    const { subscription } = this.#options;
    if (returnCode !== 0) this.#lose(`the broker refused the connection with return code ${returnCode}`);
    else if (subscription) this.#append(subscribePacket(1, subscription.filters, subscription.qos));
    else this.#open();
  }

  #open(): void {
    this.#socket.setTimeout(0);
    this.#opening.resolve();
  }

  #lose(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.destroy();
    this.#opening.reject(new Error(`${this.#options.clientId}: ${reason}`));
    this.#options.onLost(reason);
  }

  /** Acknowledges with the packet identifier that stands at `from`. */
  #answer(acknowledgement: Buffer, buffer: Buffer, from: number): void {
    const at = this.#append(acknowledgement);
    this.#output[at + 2] = buffer[from] as number;
    this.#output[at + 3] = buffer[from + 1] as number;
  }

  /** Puts bytes behind those already waiting and returns where they begin. */
  #append(bytes: Buffer): number {
    const at = this.#pending;
    const needed = at + bytes.length;
    if (needed > this.#output.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, 2 * this.#output.length, 128));
      this.#output.copy(grown, 0, 0, at);
      this.#output = grown;
    }
    bytes.copy(this.#output, at);
    this.#pending = needed;
    if (at === 0) this.#options.turn.add(this);
    return at;
  }
}
