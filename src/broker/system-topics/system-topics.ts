import type { Clock, Timer } from '../../lib/clock.ts';
import { isValidTopicName } from '../../mqtt/topics.ts';
import type { Alarm } from '../alarms.ts';
import type { MqttBroker } from '../broker.ts';
import type { MessageDraft } from '../door.ts';
import { namedStats } from '../stat-names.ts';
import { connectedReport, disconnectedReport, subscriptionReport } from './client-reports.ts';

/** What is published below `$SYS/brokers`, and how often. Infinity switches an interval off. */
export interface SystemTopicSettings {
  /** Milliseconds between two rounds of version, statistics and counters. */
  readonly messageInterval: number;
  /** Milliseconds between two rounds of uptime and time. */
  readonly heartbeatInterval: number;
  /** The comings and goings that are published as they happen. */
  readonly events: {
    readonly connected: boolean;
    readonly disconnected: boolean;
    readonly subscribed: boolean;
    readonly unsubscribed: boolean;
  };
}

export interface SystemTopicOptions {
  readonly settings: SystemTopicSettings;
  readonly clock: Clock;
  /** Of this program. */
  readonly version: string;
}

const DESCRIPTION = 'Tocsin';

/**
 * Tells about the broker on `$SYS/brokers/…`, by EMQX's names. Nothing is made while nobody subscribes to anything below
 * `$SYS/`, but for what is retained: the nodes, the version and the description.
 */
export class SystemTopics {
  readonly #broker: MqttBroker;
  readonly #options: SystemTopicOptions;
  readonly #prefix: string;
  readonly #timers = new Map<string, Timer>();
  readonly #cleanUps: (() => void)[] = [];

  constructor(broker: MqttBroker, options: SystemTopicOptions) {
    this.#broker = broker;
    this.#options = options;
    this.#prefix = `$SYS/brokers/${broker.node}`;
  }

  start(): void {
    const { settings } = this.#options;
    if (this.#broker.settings.retainAvailable) this.#keepFacts();
    this.#repeat('messages', settings.messageInterval, () => {
      for (const [topic, text] of this.#facts()) this.#publish(topic, text);
      this.#publishFigures('stats', namedStats(this.#broker.stats()));
      this.#publishFigures('metrics', this.#broker.metrics);
    });
    this.#repeat('heartbeat', settings.heartbeatInterval, () => {
      const now = this.#options.clock.now();
      this.#publish(`${this.#prefix}/uptime`, String(now - this.#broker.startedAt));
      this.#publish(`${this.#prefix}/datetime`, new Date(now).toISOString());
    });
    this.#listen();
  }

  stop(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    for (const cleanUp of this.#cleanUps) cleanUp();
  }

  get #isWanted(): boolean {
    return this.#broker.router.systemSubscriptions > 0;
  }

  #listen(): void {
    const { events } = this.#options.settings;
    const { events: ports } = this.#broker;
    const cleanUps = this.#cleanUps;
    if (events.connected)
      cleanUps.push(
        ports['client.connected'].listen((event) =>
          this.#report(event.client.clientId, 'connected', () => connectedReport(event)),
        ),
      );
    if (events.disconnected)
      cleanUps.push(
        ports['client.disconnected'].listen((event) =>
          this.#report(event.client.clientId, 'disconnected', () => disconnectedReport(event)),
        ),
      );
    if (events.subscribed)
      cleanUps.push(
        ports['session.subscribed'].listen((event) =>
          this.#report(event.client.clientId, 'subscribed', () => subscriptionReport(event)),
        ),
      );
    if (events.unsubscribed)
      cleanUps.push(
        ports['session.unsubscribed'].listen((event) =>
          this.#report(event.client.clientId, 'unsubscribed', () => subscriptionReport(event)),
        ),
      );
    cleanUps.push(
      ports['alarm.activated'].listen(({ alarm }) => this.#publishAlarm('activate', alarm)),
      ports['alarm.deactivated'].listen(({ alarm }) => this.#publishAlarm('deactivate', alarm)),
    );
  }

  /** What does not change while the process lives. */
  #facts(): readonly (readonly [topic: string, text: string])[] {
    return [
      ['$SYS/brokers', this.#broker.node],
      [`${this.#prefix}/version`, this.#options.version],
      [`${this.#prefix}/sysdescr`, DESCRIPTION],
    ];
  }

  #keepFacts(): void {
    for (const [topic, text] of this.#facts())
      if (this.#broker.isTopicName(topic))
        this.#broker.messages.keep({ ...this.#draft(topic, text), retain: true });
  }

  #publishFigures(kind: 'stats' | 'metrics', figures: Readonly<Record<string, number>>): void {
    if (!this.#isWanted) return;
    for (const [name, value] of Object.entries(figures))
      this.#publish(`${this.#prefix}/${kind}/${name.replaceAll('.', '/')}`, String(value));
  }

  /** A client id with a wildcard in it cannot stand in a topic name: nothing is told of such a client here. */
  #report(clientId: string, what: string, report: () => object): void {
    if (!this.#isWanted || !isValidTopicName(clientId)) return;
    this.#publish(`${this.#prefix}/clients/${clientId}/${what}`, report);
  }

  #publishAlarm(what: 'activate' | 'deactivate', alarm: Alarm): void {
    const { name, message, details, activatedAt, deactivatedAt } = alarm;
    this.#publish(`${this.#prefix}/alarms/${what}`, () => ({
      name,
      message,
      details,
      activated: deactivatedAt === undefined,
      activate_at: activatedAt,
      deactivate_at: deactivatedAt ?? 'infinity',
      duration: (deactivatedAt ?? activatedAt) - activatedAt,
    }));
  }

  /** @param payload what becomes JSON is made when somebody gets it */
  #publish(topic: string, payload: string | (() => object)): void {
    const broker = this.#broker;
    if (!this.#isWanted || !broker.isTopicName(topic) || !broker.router.reaches(topic)) return;
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload());
    broker.messages.publish(this.#draft(topic, text));
  }

  #draft(topic: string, text: string): MessageDraft {
    const from = {
      clientId: this.#broker.node,
      username: undefined,
      peerHost: undefined,
      peerName: undefined,
      attributes: {},
    };
    return { topic, payload: Buffer.from(text), qos: 0, retain: false, from };
  }

  #repeat(name: string, interval: number, run: () => void): void {
    if (interval === Number.POSITIVE_INFINITY) return;
    this.#timers.set(
      name,
      this.#options.clock.after(interval, () => {
        this.#repeat(name, interval, run);
        run();
      }),
    );
  }
}
