import { isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { describeNetworkError } from '../../lib/network-error.ts';
import { connectChecked } from '../../lib/outbound-connection.ts';
import { type ServerAddress, showServer } from '../../lib/server-address.ts';
import { decodePacket, encodePacket } from '../../mqtt/codec.ts';
import { Framer } from '../../mqtt/framer.ts';
import type { ConnackPacket, ConnectPacket, Packet, ProtocolVersion } from '../../mqtt/packets.ts';
import { describeRefusal } from './mqtt-verdicts.ts';

export interface LinkOptions {
  readonly server: ServerAddress;
  /** undefined: without TLS. */
  readonly tls: ConnectionOptions | undefined;
  /** Milliseconds, for everything until CONNACK. */
  readonly connectTimeout: number;
  readonly connect: ConnectPacket;
}

/** Who works over the link. */
export interface LinkUser {
  opened(connack: ConnackPacket): void;
  /** Everything but CONNACK and PINGRESP. */
  received(packet: Packet): void;
  /** Whatever was sent and not answered never will be. */
  closed(reason: string): void;
}

/** MQTT allows 256 MB, and what a remote broker sends takes memory here. */
const LARGEST_PACKET = 16 * 1024 * 1024;

/** Milliseconds for DISCONNECT to leave. */
const GOOD_BYE = 300;

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15_000;

/** A client's connection to another broker, made again whenever it ends, until `end`. */
export class MqttLink {
  readonly #options: LinkOptions;
  readonly #user: LinkUser;
  readonly #version: ProtocolVersion;
  readonly #ending = new AbortController();
  #socket: Socket | undefined;
  #connack: ConnackPacket | undefined;
  #fault = 'not connected yet';
  /** Ends with the present attempt to connect. */
  #attempt = Promise.withResolvers<void>();
  #hurry: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #corked = false;

  constructor(options: LinkOptions, user: LinkUser) {
    this.#options = options;
    this.#user = user;
    this.#version = options.connect.protocolVersion;
  }

  /** What the other broker said when it let us in; undefined while there is no connection. */
  get connack(): ConnackPacket | undefined {
    return this.#connack;
  }

  /** Why there is no connection, in words. */
  get fault(): string {
    return this.#fault;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Connects now if it pauses, and ends when it is connected or has failed to be. */
  async attempt(): Promise<void> {
    this.start();
    if (this.#connack) return;
    this.#hurry?.();
    await this.#attempt.promise;
  }

  /** To be called while it is connected. What is sent in one turn leaves together. */
  send(packet: Packet): void {
    const socket = this.#socket;
    if (!socket) return;
    if (!this.#corked) {
      this.#corked = true;
      socket.cork();
      process.nextTick(() => {
        this.#corked = false;
        socket.uncork();
      });
    }
    socket.write(encodePacket(packet, this.#version));
  }

  /** Bytes that wait for the other broker to read. */
  get unsent(): number {
    return this.#socket?.writableLength ?? 0;
  }

  /** Reads no more until `resume`. */
  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  /** Something is wrong with this connection: away with it, and another one. */
  reset(reason: string): void {
    this.#socket?.destroy(new Error(reason));
  }

  /** Says good-bye and connects no more. */
  async end(): Promise<void> {
    if (this.#connack) {
      this.send({ type: 'disconnect', reasonCode: 0, properties: {} });
      const socket = this.#socket;
      socket?.end();
      // Who does not answer is not waited for.
      setTimeout(() => socket?.destroy(), GOOD_BYE).unref();
    }
    this.#ending.abort(new Error('the connector was closed'));
    await this.#running;
  }

  async #run(): Promise<void> {
    let pause = FIRST_PAUSE;
    while (!this.#ending.signal.aborted) {
      try {
        await this.#live(() => {
          pause = FIRST_PAUSE;
        });
      } catch (error) {
        this.#fault = describeNetworkError(error, showServer(this.#options.server));
      }
      const attempt = this.#attempt;
      this.#attempt = Promise.withResolvers();
      attempt.resolve();
      if (this.#ending.signal.aborted) break;
      await this.#wait(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
    this.#attempt.resolve();
  }

  /** One connection from its beginning to its end, which throws the reason. */
  async #live(onAccepted: () => void): Promise<void> {
    const { server, connectTimeout } = this.#options;
    const late = AbortSignal.timeout(Math.min(connectTimeout, 2 ** 31 - 1));
    const signal = AbortSignal.any([this.#ending.signal, late]);
    const socket = await this.#open(signal);
    const ended = new Promise<Error>((resolve) => {
      let failure: Error | undefined;
      socket.on('error', (error) => {
        failure ??= error;
      });
      socket.once('close', () =>
        resolve(failure ?? new Error(`${showServer(server)} closed the connection`)),
      );
    });
    const giveUp = (): void => {
      if (this.#connack && !this.#ending.signal.aborted) return;
      socket.destroy(
        this.#ending.signal.aborted
          ? (this.#ending.signal.reason as Error)
          : new Error(`${showServer(server)} did not answer CONNECT in time`),
      );
    };
    signal.addEventListener('abort', giveUp, { once: true });
    this.#socket = socket;
    const keepAlive = this.#read(socket, onAccepted);
    this.send(this.#options.connect);
    const reason = await ended;
    signal.removeEventListener('abort', giveUp);
    keepAlive.stop();
    this.#socket = undefined;
    const wasOpen = this.#connack !== undefined;
    this.#connack = undefined;
    this.#fault = describeNetworkError(reason, showServer(server));
    if (wasOpen) this.#user.closed(this.#fault);
    throw reason;
  }

  async #open(signal: AbortSignal): Promise<Socket> {
    const { server, tls } = this.#options;
    const socket = await connectChecked({ ...server, signal });
    if (!tls) return socket;
    const secured = connectTls({ ...(isIP(server.host) ? {} : { servername: server.host }), ...tls, socket });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = (): void => reject(signal.reason);
    secured.once('secureConnect', resolve);
    secured.once('error', reject);
    signal.addEventListener('abort', abort, { once: true });
    try {
      await promise;
      return secured;
    } catch (error) {
      secured.on('error', () => undefined).destroy();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  #read(socket: Socket, onAccepted: () => void): KeepAlive {
    const framer = new Framer(LARGEST_PACKET);
    const keepAlive = new KeepAlive(
      () => this.send({ type: 'pingreq' }),
      () => this.reset('the other broker did not answer PINGREQ'),
    );
    socket.on('data', (chunk: Buffer) => {
      keepAlive.heard();
      try {
        framer.push(chunk);
        while (!socket.destroyed && framer.next()) {
          const { buffer, start, body, end } = framer;
          const packet = decodePacket(buffer, start, body, end, this.#version);
          if (packet.type === 'connack') this.#accept(packet, keepAlive, onAccepted);
          else if (packet.type === 'disconnect') {
            const { reasonString } = packet.properties;
            throw new Error(describeRefusal('the other broker ended it', packet.reasonCode, reasonString));
          } else if (packet.type !== 'pingresp') this.#user.received(packet);
        }
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
    return keepAlive;
  }

  #accept(connack: ConnackPacket, keepAlive: KeepAlive, onAccepted: () => void): void {
    const { reasonCode, properties } = connack;
    if (reasonCode !== 0)
      throw new Error(describeRefusal('the other broker refused', reasonCode, properties.reasonString));
    keepAlive.start(1000 * (properties.serverKeepAlive ?? this.#options.connect.keepAlive));
    this.#connack = connack;
    onAccepted();
    this.#attempt.resolve();
    this.#user.opened(connack);
  }

  async #wait(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    this.#ending.signal.addEventListener('abort', () => resolve(), { once: true });
    this.#hurry = resolve;
    await promise;
    this.#hurry = undefined;
    clearTimeout(timer);
  }
}

/** Asks when it has been quiet for long, and gives up when nothing is heard then. */
class KeepAlive {
  readonly #ask: () => void;
  readonly #giveUp: () => void;
  #timer: NodeJS.Timeout | undefined;
  #heard = true;

  constructor(ask: () => void, giveUp: () => void) {
    this.#ask = ask;
    this.#giveUp = giveUp;
  }

  /** @param interval milliseconds; 0 never asks */
  start(interval: number): void {
    if (interval === 0) return;
    // Three looks within the interval: the broker waits for one and a half of them [MQTT-3.1.2-22].
    this.#timer = setInterval(() => this.#look(), Math.max(1000, interval / 3));
  }

  heard(): void {
    this.#heard = true;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    if (this.#heard) this.#ask();
    else this.#giveUp();
    this.#heard = false;
  }
}
