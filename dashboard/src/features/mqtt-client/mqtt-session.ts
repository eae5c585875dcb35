import type { MqttClient } from 'mqtt';
import { useSyncExternalStore } from 'react';

export type SessionState = 'off' | 'connecting' | 'connected' | 'reconnecting';

export interface SeenMessage {
  /** Counts up. */
  readonly id: number;
  readonly at: number;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: number;
  readonly retain: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Subscription {
  readonly filter: string;
  readonly qos: 0 | 1 | 2;
  /** Why the broker did not grant it. */
  readonly refused?: string | undefined;
}

interface Snapshot {
  readonly state: SessionState;
  readonly clientId: string;
  readonly reason: string | undefined;
  readonly subscriptions: readonly Subscription[];
  /** The last ones, the newest first. */
  readonly messages: readonly SeenMessage[];
  readonly received: number;
  /** Of these, those that are not kept any more. */
  readonly forgotten: number;
}

export interface Publication {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly properties: PublishedProperties;
}

/** Of MQTT 5; what is undefined is not sent. */
export interface PublishedProperties {
  readonly contentType?: string | undefined;
  readonly responseTopic?: string | undefined;
  readonly correlationData?: string | undefined;
  /** Seconds. */
  readonly messageExpiryInterval?: number | undefined;
  readonly userProperties?: Readonly<Record<string, string[]>> | undefined;
}

/** Messages that are kept to be looked at. */
const MOST_MESSAGES = 500;
/** Bytes of their payloads. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The page is drawn at most this often, however many messages come: milliseconds. */
const DRAW_INTERVAL = 100;

/** The MQTT client of this tab. It goes on while its drawer is closed. */
class MqttSession {
  #snapshot: Snapshot = {
    state: 'off',
    clientId: `dashboard-${Math.random().toString(36).slice(2, 10)}`,
    reason: undefined,
    subscriptions: [],
    messages: [],
    received: 0,
    forgotten: 0,
  };
  #client: MqttClient | undefined;
  #waiting: SeenMessage[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #watchers = new Set<() => void>();

  readonly subscribe = (watcher: () => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  readonly get = () => this.#snapshot;

  /** The code is fetched with the first connection. */
  async connect(): Promise<MqttClient> {
    if (this.#client) return this.#client;
    this.#set({ state: 'connecting', reason: undefined });
    const { default: mqtt } = await import('mqtt');
    if (this.#client) return this.#client;
    const url = new URL('mqtt', document.baseURI);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const client = mqtt.connect(url.href, {
      protocolVersion: 5,
      clientId: this.#snapshot.clientId,
      reconnectPeriod: 3000,
      // Its other timers are workers of code in an address, which the policy of the page refuses.
      timerVariant: 'native',
      resubscribe: true,
    });
    this.#client = client;
    client.on('connect', () => this.#set({ state: 'connected', reason: undefined }));
    client.on('reconnect', () => this.#set({ state: 'reconnecting' }));
    client.on('close', () => {
      if (this.#client === client) this.#set({ state: 'reconnecting' });
    });
    client.on('disconnect', (packet) =>
      this.#set({ reason: packet.properties?.reasonString ?? `0x${packet.reasonCode?.toString(16) ?? ''}` }),
    );
    client.on('error', (error) => this.#set({ reason: error.message }));
    client.on('message', (topic, payload, packet) => {
      this.#hear({
        topic,
        payload: new Uint8Array(payload),
        qos: packet.qos,
        retain: packet.retain,
        properties: (packet.properties ?? {}) as Record<string, unknown>,
      });
    });
    return client;
  }

  end(): void {
    this.#client?.end(true);
    this.#client = undefined;
    this.#set({ state: 'off', reason: undefined, subscriptions: [] });
  }

  async add(filter: string, qos: 0 | 1 | 2): Promise<void> {
    const client = await this.connect();
    const others = this.#snapshot.subscriptions.filter((one) => one.filter !== filter);
    this.#set({ subscriptions: [...others, { filter, qos }] });
    try {
      const granted = await client.subscribeAsync(filter, { qos });
      const code = granted[0]?.qos ?? 0;
      if (code >= 128) throw new Error(`0x${code.toString(16)}`);
    } catch (error) {
      this.#set({
        subscriptions: this.#snapshot.subscriptions.map((one) =>
          one.filter === filter ? { ...one, refused: (error as Error).message } : one,
        ),
      });
    }
  }

  remove(filter: string): void {
    this.#client?.unsubscribe(filter);
    this.#set({ subscriptions: this.#snapshot.subscriptions.filter((one) => one.filter !== filter) });
  }

  /** @throws Error with what the broker said */
  async publish({ topic, payload, qos, retain, properties }: Publication): Promise<void> {
    const client = await this.connect();
    const given = Object.entries(properties).filter(([, value]) => value !== undefined);
    // It is typed for Node, and takes bytes of any kind.
    await client.publishAsync(topic, payload as never, {
      qos,
      retain,
      properties: Object.fromEntries(given),
    });
  }

  clear(): void {
    this.#waiting = [];
    this.#set({ messages: [], received: 0, forgotten: 0 });
  }

  #hear(message: Omit<SeenMessage, 'id' | 'at'>): void {
    const id = this.#snapshot.received + this.#waiting.length + 1;
    this.#waiting.push({ ...message, id, at: Date.now() });
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const fresh = this.#waiting.toReversed();
      this.#waiting = [];
      const received = this.#snapshot.received + fresh.length;
      const messages = newest([...fresh, ...this.#snapshot.messages]);
      this.#set({ received, messages, forgotten: received - messages.length });
    }, DRAW_INTERVAL);
  }

  #set(part: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...part };
    for (const watcher of this.#watchers) watcher();
  }
}

/** As many as there is room for; at least one. */
function newest(messages: readonly SeenMessage[]): readonly SeenMessage[] {
  let bytes = 0;
  const end = messages.findIndex(({ payload }, index) => {
    bytes += payload.length;
    return index === MOST_MESSAGES || (index > 0 && bytes > MOST_BYTES);
  });
  return end < 0 ? messages : messages.slice(0, end);
}

export const mqttSession = new MqttSession();

export function useMqttSession(): Snapshot {
  return useSyncExternalStore(mqttSession.subscribe, mqttSession.get);
}
