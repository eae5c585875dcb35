import { setTimeout as pause } from 'node:timers/promises';
import { connectAsync, type MqttClient } from 'mqtt';

/** Milliseconds between two attempts to connect. */
const RETRY = 50;

/** Where the broker is at this moment; undefined while there is none. */
export interface Whereabouts {
  port: number | undefined;
}

/** A device with a kept session that stays connected for as long as it is switched on, whatever happens to the broker. */
export class Device {
  readonly clientId: string;
  readonly #broker: Whereabouts;
  #isOn = false;
  #client: MqttClient | undefined;
  #isConnecting = false;
  /** The present connection is over. */
  #closed: Promise<void> = Promise.resolve();

  constructor(clientId: string, broker: Whereabouts) {
    this.clientId = clientId;
    this.#broker = broker;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Resolves when it is connected. */
  async switchOn(): Promise<void> {
    this.#isOn = true;
    void this.#connect();
    while (this.#isOn && !this.#client) await pause(10);
  }

  /** Without a DISCONNECT, as when its power fails. */
  switchOff(): void {
    this.#isOn = false;
    this.#client?.stream.destroy();
  }

  /** Resolves when the broker has acknowledged it; asks as often as it takes. */
  async publish(topic: string, payload: string): Promise<void> {
    for (;;) {
      const client = this.#client;
      if (client) {
        const wasAcknowledged = await Promise.race([
          client.publishAsync(topic, payload, { qos: 1 }).then(
            () => true,
            () => false,
          ),
          this.#closed.then(() => false),
        ]);
        if (wasAcknowledged) return;
      }
      await pause(RETRY);
    }
  }

  async #connect(): Promise<void> {
    if (this.#isConnecting || this.#client) return;
    this.#isConnecting = true;
    while (this.#isOn && !this.#client) {
      const { port } = this.#broker;
      const client = port === undefined ? undefined : await this.#attempt(port);
      if (!client) await pause(RETRY);
      else if (!this.#isOn) client.stream.destroy();
      else this.#accept(client);
    }
    this.#isConnecting = false;
  }

  async #attempt(port: number): Promise<MqttClient | undefined> {
    try {
      // Without the last argument, a connection that is lost before its CONNACK would be waited for without end.
      return await connectAsync(
        `mqtt://127.0.0.1:${port}`,
        {
          clientId: this.clientId,
          clean: false,
          reconnectPeriod: 0,
          keepalive: 0,
          connectTimeout: 10_000,
        },
        false,
      );
    } catch {
      return undefined;
    }
  }

  #accept(client: MqttClient): void {
    // A broken connection is the subject here and not an error.
    client.on('error', () => undefined);
    const closing = Promise.withResolvers<void>();
    this.#closed = closing.promise;
    client.on('close', () => {
      closing.resolve();
      if (this.#client !== client) return;
      this.#client = undefined;
      if (this.#isOn) void this.#connect();
    });
    if (client.connected) this.#client = client;
  }
}
