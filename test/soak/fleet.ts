import { randomInt } from 'node:crypto';
import { LoadClient } from '../../bench/load/load-client.ts';
import { openAll } from '../../bench/load/opening.ts';
import { type PublishTemplate, publishTemplate } from '../../bench/load/wire.ts';
import { WriteTurn } from '../../bench/load/write-turn.ts';

/** Payloads of telemetry: who, and the number of the message, four bytes each, little-endian. */
const PAYLOAD = Buffer.alloc(8);

/** One device: it reports, is heard, and is switched off and on again. */
export class FleetDevice {
  readonly clientId: string;
  readonly index: number;
  readonly telemetry: PublishTemplate;
  client: LoadClient | undefined;
  /** Whether the present connection is accepted: what is sent before its CONNECT ends it [MQTT-3.1.0-1]. */
  isAccepted = false;
  /** Of the last message that was sent. */
  sequence = 0;
  /** Sent on the present connection, not acknowledged yet, the oldest first. */
  readonly inFlight: number[] = [];

  constructor(index: number) {
    this.index = index;
    this.clientId = `soak-${index}`;
    this.telemetry = publishTemplate(`soak/telemetry/${index}`, 1, PAYLOAD);
  }
}

interface FleetOptions {
  readonly port: number;
  readonly size: number;
  /** Milliseconds between two messages of a device. */
  readonly every: number;
  /** The broker has answered for this message: it is its own from now on. */
  onAcknowledged(device: FleetDevice, sequence: number): void;
  /** A connection that nobody here has ended. */
  onLost(device: FleetDevice, reason: string): void;
}

/** Thousands of devices of which each reports at QoS 1 and listens to a topic of its own. */
export class Fleet {
  readonly devices: readonly FleetDevice[];
  readonly #options: FleetOptions;
  readonly #turn = new WriteTurn();
  #pacing: NodeJS.Timeout | undefined;
  #next = 0;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.devices = Array.from({ length: options.size }, (_, index) => new FleetDevice(index));
  }

  get connected(): number {
    return this.devices.filter(({ client }) => client).length;
  }

  /** @throws Error when one of them could not connect */
  async open(): Promise<void> {
    const [devices, { size, every }] = [this.devices, this.#options];
    await openAll(size, (index) => this.#connect(devices[index] as FleetDevice));
    const tick = 50;
    let due = 0;
    this.#pacing = setInterval(() => {
      due += (size * tick) / every;
      for (; due >= 1; due--) this.#report(devices[this.#next++ % size] as FleetDevice);
    }, tick);
  }

  /** The connection breaks, as when the power fails. */
  switchOff(device: FleetDevice): void {
    device.client?.close();
    device.client = undefined;
  }

  /** Resolves when the broker has accepted it; one that is on is taken over by its own second connection. */
  async switchOn(device: FleetDevice): Promise<void> {
    await this.#connect(device).opened;
  }

  /** A message without a number, at QoS 1. */
  say(device: FleetDevice, topic: string): void {
    device.inFlight.push(0);
    device.client?.publish(publishTemplate(topic, 1, PAYLOAD), device.index, 0);
  }

  anyOnline(): FleetDevice | undefined {
    for (let attempt = 0; attempt < 20; attempt++) {
      const device = this.devices[randomInt(this.devices.length)];
      if (device?.client) return device;
    }
    return undefined;
  }

  stopReporting(): void {
    clearInterval(this.#pacing);
  }

  close(): void {
    this.stopReporting();
    for (const device of this.devices) this.switchOff(device);
  }

  #connect(device: FleetDevice): LoadClient {
    device.inFlight.length = 0;
    const client: LoadClient = new LoadClient({
      port: this.#options.port,
      clientId: device.clientId,
      turn: this.#turn,
      subscription: { filters: [`soak/command/${device.index}`], qos: 1 },
      will: { topic: 'soak/left', payload: Buffer.from(device.clientId) },
      onAcknowledged: () => {
        const sequence = device.client === client ? device.inFlight.shift() : undefined;
        if (sequence) this.#options.onAcknowledged(device, sequence);
      },
      onLost: (reason) => {
        // One that was taken over has a successor.
        if (device.client !== client) return;
        device.client = undefined;
        this.#options.onLost(device, reason);
      },
    });
    device.client = client;
    device.isAccepted = false;
    const accept = () => {
      if (device.client === client) device.isAccepted = true;
    };
    client.opened.then(accept, () => undefined);
    return client;
  }

  #report(device: FleetDevice): void {
    if (!device.client || !device.isAccepted) return;
    device.inFlight.push(++device.sequence);
    device.client.publish(device.telemetry, device.index, device.sequence);
  }
}
