import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type BrokerProcess, startBrokerProcess, temporaryDirectory } from '../../../demo/broker-process.ts';
import { HttpReceiver } from '../../support/http-receiver.ts';
import { Device, type Whereabouts } from './device.ts';
import { ToldAlerts } from './told-alerts.ts';

export interface AlertKillOptions {
  /** Kills; without any the story is told once in peace. */
  readonly kills: number;
  /** Chapters of the story, at least. */
  readonly chapters: number;
  /** Milliseconds that the broker lives, at least and at most. */
  readonly life: readonly [number, number];
  onKill?(kill: number, chapters: number): void;
}

export interface AlertKillResult {
  readonly chapters: number;
  readonly messages: number;
  /** Messages that came more than once, with the same id. */
  readonly repeated: number;
  /** What is not as it is in peace: one line for each alert that is missing, too many, not told, or not told to be over. */
  readonly faults: readonly string[];
}

/** Milliseconds without news after which what was not told is lost. */
const PATIENCE = 60_000;
/** Longer than a device is away that is not away; shorter than the process needs to be back. */
const GRACE = '3s';

const SETTINGS = ['overload_protection.enable=false', 'alerts.boot_grace=4s'];

/** What becomes of a key of a chapter: how many alerts, each told to be open and told to be over. */
const EXPECTED: Readonly<Record<string, { readonly rule: string; readonly alerts: number }>> = {
  /** Drops, and comes back when people were told. */
  away: { rule: 'offline', alerts: 1 },
  /** Drops in the middle of whatever else happens, and comes back when people were told. */
  lost: { rule: 'offline', alerts: 1 },
  /** Drops for less than the grace period. */
  short: { rule: 'offline', alerts: 0 },
  /** Drops for moments, again and again. */
  flap: { rule: 'flapping', alerts: 1 },
  /** Three messages, and one that says that it is over. */
  burst: { rule: 'burst', alerts: 1 },
  /** One message, then none, until somebody ends it by hand. */
  silent: { rule: 'silence', alerts: 1 },
};

/** Tells a story of devices that come and go, kills the broker in the middle of it, and looks at what people were told. */
export async function runAlertKillStory(options: AlertKillOptions): Promise<AlertKillResult> {
  const story = new Story(options);
  try {
    return await story.tell();
  } finally {
    await story.end();
  }
}

class Story {
  readonly #options: AlertKillOptions;
  readonly #directory = temporaryDirectory();
  readonly #where: Whereabouts = { port: undefined };
  readonly #told = new ToldAlerts();
  readonly #receiver = new HttpReceiver();
  readonly #devices = new Map<string, Device>();
  readonly #publisher = new Device('publisher', this.#where);
  /** What is ended by hand, or by a message. */
  readonly #ended = new Set<string>();
  #broker: BrokerProcess | undefined;
  #chapters = 0;
  #kills = 0;
  #isOver = false;

  constructor(options: AlertKillOptions) {
    this.#options = options;
  }

  async tell(): Promise<AlertKillResult> {
    this.#receiver.answer = (request, response) => {
      this.#told.hear(request);
      this.#receiver.requests.splice(0);
      response.end('{}');
    };
    await this.#receiver.open();
    await this.#start();
    await this.#configure();
    await this.#publisher.switchOn();
    const killing = this.#killAgainAndAgain();
    while (this.#kills < this.#options.kills || this.#chapters < this.#options.chapters) {
      await this.#chapter(this.#chapters++);
    }
    this.#isOver = true;
    await killing;
    await this.#untilQuiet();
    return {
      chapters: this.#chapters,
      messages: this.#told.messages,
      repeated: this.#told.repeated,
      faults: await this.#faults(),
    };
  }

  async end(): Promise<void> {
    this.#isOver = true;
    for (const device of [this.#publisher, ...this.#devices.values()]) device.switchOff();
    await this.#broker?.stop();
    this.#receiver.close();
  }

  async #start(): Promise<void> {
    this.#broker = await startBrokerProcess(this.#directory, SETTINGS);
    this.#where.port = this.#broker.ready.listeners.tcp?.port;
  }

  async #configure(): Promise<void> {
    const url = `http://127.0.0.1:${this.#receiver.port}`;
    await this.#must('POST', '/connectors', { type: 'webhook', name: 'story', url });
    const rule = (id: string, sql: string, alert: object): Promise<unknown> =>
      this.#must('POST', '/rules', {
        id,
        name: id,
        sql,
        alert: { group: { window: '1s' }, flapping: false, notify: ['webhook:story'], ...alert },
      });
    const gone = 'SELECT clientid FROM "$events/client/disconnected"';
    await rule('offline', `${gone} WHERE regex_match(clientid, '^(away|lost|short)-')`, { for: GRACE });
    await rule('flapping', `${gone} WHERE regex_match(clientid, '^flap-')`, {
      for: GRACE,
      flapping: { changes: 3, within: '30s' },
    });
    await rule('burst', 'SELECT payload.key AS key FROM "burst"', {
      key: `\${key}`,
      threshold: { count: 3, within: '5m' },
      resolve_on: { sql: 'SELECT payload.key AS key FROM "calm"' },
    });
    await rule('silence', 'SELECT payload.key AS key FROM "beat"', {
      key: `\${key}`,
      absence: { after: GRACE },
    });
  }

  async #killAgainAndAgain(): Promise<void> {
    while (!this.#isOver && this.#kills < this.#options.kills) {
      await pause(randomInt(...this.#options.life));
      this.#where.port = undefined;
      await this.#broker?.kill();
      this.#kills++;
      await this.#start();
      this.#options.onKill?.(this.#kills, this.#chapters);
    }
  }

  async #chapter(chapter: number): Promise<void> {
    const device = (kind: string): Device => {
      const made = new Device(`${kind}-${chapter}`, this.#where);
      this.#devices.set(made.clientId, made);
      return made;
    };
    const [away, lost, short, flap] = ['away', 'lost', 'short', 'flap'].map(device) as [
      Device,
      Device,
      Device,
      Device,
    ];
    await Promise.all([away, lost, short, flap].map((one) => one.switchOn()));
    await this.#publish('beat', `silent-${chapter}`);
    for (let n = 0; n < 3; n++) await this.#publish('burst', `burst-${chapter}`);
    away.switchOff();
    short.switchOff();
    await pause(100);
    await short.switchOn();
    const losing = pause(randomInt(1000)).then(() => lost.switchOff());
    for (let n = 0; n < 6; n++) {
      flap.switchOff();
      await pause(30);
      await flap.switchOn();
      await pause(20);
    }
    await losing;
    await this.#endWhatWasTold();
    await pause(randomInt(1000));
  }

  /** Those who were told to be away come back, and what else was told is brought to an end. */
  async #endWhatWasTold(): Promise<void> {
    for (const device of this.#devices.values()) {
      if (!device.isOn && this.#told.isOpen('offline', device.clientId)) await device.switchOn();
    }
    for (const { rule, key, opened } of [...this.#told.byId.values()]) {
      if (!opened || this.#ended.has(key)) continue;
      if (rule === 'burst') await this.#publish('calm', key);
      else if (rule === 'silence') await this.#resolveByHand(key);
      else continue;
      this.#ended.add(key);
    }
  }

  async #resolveByHand(key: string): Promise<void> {
    const { data } = (await this.#must('GET', `/alerts?rule=silence&key=${key}`)) as {
      data: { id: string }[];
    };
    for (const { id } of data) await this.#must('POST', `/alerts/${id}/resolve`, {});
  }

  #publish(topic: string, key: string): Promise<void> {
    return this.#publisher.publish(topic, JSON.stringify({ key }));
  }

  /** Asks until there is a broker that answers. */
  async #must(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    for (;;) {
      const broker = this.#broker;
      try {
        return await broker?.api.must(method, path, body);
      } catch (error) {
        if (broker === this.#broker && this.#where.port !== undefined) throw error;
        await pause(50);
      }
    }
  }

  async #untilQuiet(): Promise<void> {
    for (let before = -1, since = Date.now(); Date.now() - since < PATIENCE; await pause(200)) {
      await this.#endWhatWasTold();
      if (this.#told.news !== before) since = Date.now();
      before = this.#told.news;
      if (this.#isAllTold() && Date.now() - since > 5000) return;
    }
  }

  #isAllTold(): boolean {
    const wanted = this.#chapters * Object.values(EXPECTED).reduce((sum, { alerts }) => sum + alerts, 0);
    const told = [...this.#told.byId.values()];
    return told.length >= wanted && told.every(({ opened, over }) => opened && over);
  }

  async #faults(): Promise<string[]> {
    const faults: string[] = [];
    for (const [kind, { rule, alerts }] of Object.entries(EXPECTED)) {
      for (let chapter = 0; chapter < this.#chapters; chapter++) {
        const key = `${kind}-${chapter}`;
        const told = this.#told.of(rule, key);
        if (told.length !== alerts) faults.push(`${key}: ${told.length} alerts were told, not ${alerts}`);
        if (told.some(({ opened }) => !opened)) faults.push(`${key}: was not told to be open`);
        if (told.some(({ over }) => !over)) faults.push(`${key}: was not told to be over`);
      }
    }
    for (const status of ['pending,open,acknowledged', 'resolved']) {
      for (const { id, key, rule_id: rule, monitor } of await this.#alerts(status)) {
        if (monitor) continue;
        if (status !== 'resolved') faults.push(`${key}: the alert of ${rule} is not resolved`);
        if (!this.#told.byId.has(id)) faults.push(`${key}: nobody was told of an alert of ${rule}`);
      }
    }
    return faults;
  }

  async #alerts(status: string): Promise<{ id: string; key: string; rule_id?: string; monitor?: string }[]> {
    const all = [];
    for (let page = 1; ; page++) {
      const { data } = (await this.#must('GET', `/alerts?status=${status}&limit=1000&page=${page}`)) as {
        data: { id: string; key: string }[];
      };
      all.push(...data);
      if (data.length < 1000) return all;
    }
  }
}
