import { setTimeout as pause } from 'node:timers/promises';
import { residentBytes } from '../../bench/resident-memory.ts';
import { type BrokerProcess, startBrokerProcess, temporaryDirectory } from '../../demo/broker-process.ts';
import { ToldAlerts } from '../stories/alert-kill/told-alerts.ts';
import type { ReceivedRequest } from '../support/http-receiver.ts';
import { Episodes, type KindName } from './episodes.ts';
import { FaultyReceiver } from './faulty-receiver.ts';
import { Fleet } from './fleet.ts';
import { LogWatch } from './log-watch.ts';
import { type Plateau, plateauOf } from './memory-plateau.ts';

export interface SoakOptions {
  readonly milliseconds: number;
  readonly clients: number;
  /** Milliseconds for which a device may be away before people are told. */
  readonly grace: number;
  /** Milliseconds between two looks at the memory. */
  readonly sampleEvery: number;
  onSample?(sample: SoakSample): void;
}

export interface SoakSample {
  /** Milliseconds since it began. */
  readonly at: number;
  readonly residentBytes: number;
  readonly connected: number;
  readonly acknowledged: number;
  readonly alertsTold: number;
  readonly delivered: number;
}

export interface SoakResult {
  /** Messages that the broker acknowledged. */
  readonly acknowledged: number;
  /** Of what was to be delivered, what arrived, and what came more than once. */
  readonly deliveries: { readonly wanted: number; readonly arrived: number; readonly repeated: number };
  readonly episodes: ReadonlyMap<KindName, number>;
  readonly alertsTold: number;
  readonly receiverFaults: ReadonlyMap<string, number>;
  readonly logLines: ReadonlyMap<string, number>;
  readonly memory: Plateau;
  /** One line each; none when all is well. */
  readonly faults: readonly string[];
}

/** Milliseconds between two messages of a device. */
const REPORT_EVERY = 5000;
/** One of so many messages of a device is delivered to a receiver. */
const DELIVERED_OF = 20;
/** Episodes a second for each client: with 5,000, twenty-five. */
const CHURN = 0.005;
/** Milliseconds without news after which what has not come is lost. */
const PATIENCE = 90_000;
const SETTINGS = ['overload_protection.enable=false', 'log.level=info'];

/** Many clients that come and go, rules, alerts and deliveries to a receiver with bad times, for a while; what was lost? */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const run = new SoakRun(options);
  try {
    return await run.run();
  } finally {
    await run.close();
  }
}

class SoakRun {
  readonly #options: SoakOptions;
  readonly #told = new ToldAlerts();
  readonly #receiver: FaultyReceiver;
  readonly #samples: number[] = [];
  readonly #faults: string[] = [];
  /** `device/sequence` of what the broker has taken and nobody has received. */
  readonly #waiting = new Set<string>();
  /** What arrived before its acknowledgement. */
  readonly #early = new Set<string>();
  readonly #deliveries = { wanted: 0, arrived: 0, repeated: 0 };
  #acknowledged = 0;
  #news = 0;
  #broker: BrokerProcess | undefined;
  #fleet: Fleet | undefined;

  constructor(options: SoakOptions) {
    this.#options = options;
    const round = Math.min(120_000, options.milliseconds / 2);
    this.#receiver = new FaultyReceiver(round, (request) => this.#receive(request));
  }

  async run(): Promise<SoakResult> {
    const url = await this.#receiver.open();
    const broker = await startBrokerProcess(temporaryDirectory(), SETTINGS);
    this.#broker = broker;
    const log = new LogWatch(broker.process.stderr as NodeJS.ReadableStream);
    await configure(broker, url, this.#options.grace);
    const fleet = this.#makeFleet(broker);
    this.#fleet = fleet;
    await fleet.open();

    const episodes = new Episodes(fleet, this.#told, this.#options.grace);
    await this.#live(broker, fleet, episodes);
    await this.#receiver.heal();
    await episodes.end();
    fleet.stopReporting();
    await this.#untilDelivered();
    await this.#judge(broker, episodes);
    fleet.close();
    const exitCode = await broker.stop();
    if (exitCode !== 0) this.#faults.push(`the broker ended with ${exitCode}`);
    return {
      acknowledged: this.#acknowledged,
      deliveries: this.#deliveries,
      episodes: episodes.played,
      alertsTold: this.#told.byId.size,
      receiverFaults: this.#receiver.faults,
      logLines: log.byLevel,
      memory: plateauOf(this.#samples),
      faults: [...this.#faults, ...episodes.faults, ...log.bad.map((line) => `the log says: ${line}`)],
    };
  }

  async close(): Promise<void> {
    this.#fleet?.close();
    await this.#broker?.stop();
    this.#receiver.close();
  }

  #makeFleet(broker: BrokerProcess): Fleet {
    return new Fleet({
      port: broker.ready.listeners.tcp?.port ?? 0,
      size: this.#options.clients,
      every: REPORT_EVERY,
      onAcknowledged: (device, sequence) => {
        this.#acknowledged++;
        if (sequence % DELIVERED_OF === 0) this.#expect(`${device.index}/${sequence}`);
      },
      onLost: (device, reason) => this.#faults.push(`${device.clientId} was lost: ${reason}`),
    });
  }

  async #live(broker: BrokerProcess, fleet: Fleet, episodes: Episodes): Promise<void> {
    const { milliseconds, clients, sampleEvery, onSample } = this.#options;
    const began = performance.now();
    this.#receiver.beginFaults();
    const atMost = Math.ceil(clients / 10);
    const churning = setInterval(() => episodes.begin(atMost), 1000 / (CHURN * clients));
    try {
      for (let at = 0; at < milliseconds; at = performance.now() - began) {
        await pause(Math.min(sampleEvery, milliseconds - at));
        const { exitCode, signalCode, pid = 0 } = broker.process;
        if (exitCode !== null || signalCode !== null)
          throw new Error(`the broker has ended with ${exitCode ?? signalCode}`);
        const sample = residentBytes(pid);
        this.#samples.push(sample);
        onSample?.({
          at: performance.now() - began,
          residentBytes: sample,
          connected: fleet.connected,
          acknowledged: this.#acknowledged,
          alertsTold: this.#told.byId.size,
          delivered: this.#deliveries.arrived,
        });
      }
    } finally {
      clearInterval(churning);
    }
  }

  #expect(message: string): void {
    this.#deliveries.wanted++;
    if (this.#early.delete(message)) this.#deliveries.arrived++;
    else this.#waiting.add(message);
  }

  #receive(request: ReceivedRequest): void {
    this.#news++;
    if (request.url === '/alerts') {
      this.#told.hear(request);
      return;
    }
    const message = request.body;
    if (this.#waiting.delete(message)) this.#deliveries.arrived++;
    else if (!this.#isEarly(message)) this.#deliveries.repeated++;
  }

  /** Whether its acknowledgement is still on its way, or went down with the connection. */
  #isEarly(message: string): boolean {
    const [index, sequence] = message.split('/').map(Number);
    const device = this.#fleet?.devices[index ?? 0];
    const isEarly = device?.inFlight.includes(sequence ?? 0) ?? false;
    if (isEarly) this.#early.add(message);
    return isEarly;
  }

  async #untilDelivered(): Promise<void> {
    for (let before = -1, since = Date.now(); Date.now() - since < PATIENCE; await pause(200)) {
      if (this.#waiting.size === 0 && Date.now() - since > 1000) return;
      if (this.#news !== before) since = Date.now();
      before = this.#news;
    }
    const some = [...this.#waiting].slice(0, 5).join(', ');
    this.#faults.push(`${this.#waiting.size} messages were acknowledged and never delivered: ${some}`);
  }

  async #judge({ api }: BrokerProcess, episodes: Episodes): Promise<void> {
    for (const { rule, key } of this.#told.byId.values()) {
      const most = episodes.atMost(rule, key);
      const told = this.#told.of(rule, key).length;
      if (told > most) this.#faults.push(`${told} alerts of ${rule} were told about ${key}, not ${most}`);
    }
    const { data } = (await api.must('GET', '/alerts?status=pending,open,acknowledged&limit=1000')) as {
      data: { key: string; rule_id: string | null }[];
    };
    for (const { key, rule_id: rule } of data)
      if (rule !== null) this.#faults.push(`the alert of ${rule} about ${key} is not over`);
  }
}

async function configure({ api }: BrokerProcess, url: string, grace: number): Promise<void> {
  await api.must('POST', '/connectors', { type: 'webhook', name: 'people', url: `${url}/alerts` });
  await api.must('POST', '/connectors', { type: 'http', name: 'records', url });
  await api.must('POST', '/actions', {
    type: 'http',
    name: 'records',
    connector: 'records',
    parameters: { path: '/records', body: `\${device}/\${sequence}` },
  });
  const number = (from: number) => `subbits(payload, ${from}, 32, 'integer', 'unsigned', 'little')`;
  await api.must('POST', '/rules', {
    id: 'records',
    sql: `SELECT ${number(1)} AS device, ${number(33)} AS sequence FROM "soak/telemetry/+" WHERE ${number(33)} mod ${DELIVERED_OF} = 0`,
    actions: ['http:records'],
  });
  const alert = { group: { window: '2s' }, flapping: false, notify: ['webhook:people'] };
  await api.must('POST', '/rules', {
    id: 'offline',
    sql: `SELECT clientid FROM "$events/client/disconnected" WHERE reason != 'takenover'`,
    alert: { ...alert, for: `${grace}ms` },
  });
  await api.must('POST', '/rules', {
    id: 'hot',
    sql: 'SELECT clientid FROM "soak/hot"',
    alert: {
      ...alert,
      key: `\${clientid}`,
      threshold: { count: 3, within: '5m' },
      resolve_on: { sql: 'SELECT clientid FROM "soak/cool"' },
    },
  });
}
