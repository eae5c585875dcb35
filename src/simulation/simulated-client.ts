import type { Socket } from 'node:net';
import type { Clock } from '../lib/clock.ts';
import type { ConnackPacket, DisconnectPacket, Packet, ProtocolVersion } from '../mqtt/packets.ts';
import { reasonCodeName } from '../mqtt/reason-codes.ts';
import { SimulatedConnection } from './simulated-connection.ts';
import type { SimulatedPublication, SimulationDraft } from './simulation-draft.ts';

/** `silent`: connected, and it says nothing any more until the broker gives it up. */
export type SimulatedState = 'connecting' | 'connected' | 'silent' | 'offline' | 'refused';

export type ClientPlan = Pick<
  SimulationDraft,
  'username' | 'version' | 'cleanStart' | 'sessionExpiry' | 'keepAlive'
>;

/** One device, from its own side. */
export class SimulatedClient {
  readonly clientId: string;
  readonly #plan: ClientPlan;
  readonly #clock: Clock;
  readonly #dial: () => Promise<Socket>;
  #connection: SimulatedConnection | undefined = undefined;
  #state: SimulatedState = 'offline';
  #reason: string | undefined = undefined;
  #since: number;
  #sent = 0;
  #packetId = 0;
  #answered: (() => void) | undefined = undefined;

  constructor(clientId: string, plan: ClientPlan, clock: Clock, dial: () => Promise<Socket>) {
    this.clientId = clientId;
    this.#plan = plan;
    this.#clock = clock;
    this.#dial = dial;
    this.#since = clock.now();
  }

  get state(): SimulatedState {
    return this.#state;
  }

  /** Why it is offline or was refused; undefined otherwise. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Unix milliseconds. */
  get since(): number {
    return this.#since;
  }

  get sent(): number {
    return this.#sent;
  }

  /** Resolves when the CONNECT is answered, or the connection is gone. A connection that there is, is taken over. */
  async connect(): Promise<void> {
    this.#become('connecting');
    let socket: Socket;
    try {
      socket = await this.#dial();
    } catch (error) {
      this.#become('offline', (error as Error).message);
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#answered?.();
    this.#answered = resolve;
    const connection: SimulatedConnection = new SimulatedConnection(socket, this.#plan.version, {
      onPacket: (packet) => {
        if (this.#connection === connection) this.#onPacket(packet);
      },
      onClosed: () => {
        if (this.#connection === connection) this.#onClosed();
      },
    });
    this.#connection = connection;
    connection.send(this.#connectPacket());
    await promise;
  }

  /** False when it is not connected. */
  publish({ topic, payload, qos, retain }: SimulatedPublication): boolean {
    if (this.#state !== 'connected') return false;
    this.#packetId = (this.#packetId % 65_535) + 1;
    this.#sent++;
    this.#connection?.send({
      type: 'publish',
      dup: false,
      qos,
      retain,
      topic: this.#fill(topic),
      packetId: qos === 0 ? undefined : this.#packetId,
      properties: {},
      payload: Buffer.from(this.#fill(payload)),
    });
    return true;
  }

  ping(): void {
    if (this.#state === 'connected') this.#connection?.send({ type: 'pingreq' });
  }

  /** The connection ends without a word. False when there is none. */
  cut(): boolean {
    if (!this.#isConnected) return false;
    this.#become('offline', 'cut');
    this.#connection?.cut();
    return true;
  }

  /** It falls silent and stays connected, until the broker has waited for 1.5 times its keep-alive. */
  timeOut(): boolean {
    if (this.#state !== 'connected') return false;
    this.#connection?.mute();
    this.#become('silent');
    return true;
  }

  /** It says good-bye. */
  disconnect(): boolean {
    if (!this.#isConnected) return false;
    if (this.#state === 'silent') return this.cut();
    this.#connection?.send({ type: 'disconnect', reasonCode: 0, properties: {} });
    this.#connection?.end();
    this.#become('offline', 'normal');
    return true;
  }

  get #isConnected(): boolean {
    return this.#state === 'connected' || this.#state === 'silent';
  }

  #onPacket(packet: Packet): void {
    if (packet.type === 'connack') this.#onConnack(packet);
    else if (packet.type === 'disconnect') this.#reason = serverReason(packet);
  }

  #onConnack({ reasonCode, properties }: ConnackPacket): void {
    if (reasonCode === 0) this.#become('connected');
    else this.#become('refused', properties.reasonString ?? reasonCodeName(reasonCode));
    this.#answered?.();
  }

  #onClosed(): void {
    this.#connection = undefined;
    this.#answered?.();
    if (this.#state === 'refused' || this.#state === 'offline') return;
    const reason = this.#state === 'silent' ? 'keepalive_timeout' : (this.#reason ?? 'closed by the broker');
    this.#become('offline', reason);
  }

  #become(state: SimulatedState, reason?: string): void {
    this.#state = state;
    this.#reason = reason;
    this.#since = this.#clock.now();
  }

  #connectPacket(): Packet {
    const { username, version, cleanStart, sessionExpiry, keepAlive } = this.#plan;
    return {
      type: 'connect',
      protocolName: version === 3 ? 'MQIsdp' : 'MQTT',
      protocolVersion: version as ProtocolVersion,
      isBridge: false,
      cleanStart,
      keepAlive,
      clientId: this.clientId,
      username,
      password: undefined,
      will: undefined,
      properties: version === 5 && sessionExpiry > 0 ? { sessionExpiryInterval: sessionExpiry } : {},
    };
  }

  #fill(text: string): string {
    if (!text.includes('${')) return text;
    return text.replace(/\$\{(clientid|n|random|timestamp)\}/g, (_, name: string) => {
      switch (name) {
        case 'clientid':
          return this.clientId;
        case 'n':
          return String(this.#sent);
        case 'random':
          return String(Math.floor(Math.random() * 1000) / 10);
        default:
          return String(this.#clock.now());
      }
    });
  }
}

function serverReason({ reasonCode }: DisconnectPacket): string {
  return reasonCodeName(reasonCode);
}
