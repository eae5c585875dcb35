import type { Clock, Timer } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import { readZone } from '../../lib/zoned-time.ts';
import type { Definitions } from '../../store/definitions.ts';
import type { ChannelPort } from '../notifying/channels/channel-port.ts';
import type { PipelineSettings } from '../pipeline-settings.ts';
import { type MorningFigures, morningMessage } from './morning-message.ts';
import { dayOf, hasCome, isDue, type ReportTime } from './report-day.ts';

type ReportSettings = NonNullable<PipelineSettings['morning_report']>;

export interface MorningReportStatus {
  /** `2026-08-20`, in the zone of the report; undefined when there was none yet. */
  readonly lastDay: string | undefined;
  /** Why the last one did not go to all of its channels. */
  readonly reason: string | undefined;
}

interface MorningReportOptions {
  readonly definitions: Pick<Definitions, 'get' | 'put'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly channels: Pick<ChannelPort, 'find' | 'send'>;
  /** @param from when the night began, to when it ended: Unix milliseconds */
  readonly figures: (from: number, to: number) => Promise<MorningFigures>;
}

const KIND = 'alert_report';
const ID = 'morning';

/** Looking at the clock costs nothing, and clocks that are set are noticed. */
const LOOK_EVERY = 20_000;

const NIGHT = 12 * 60 * 60_000;

/** Once a day, at the same time by the clocks of its zone: how many are online, and what the night was like. */
export class MorningReport {
  readonly #options: MorningReportOptions;
  #settings: ReportSettings | undefined;
  #timer: Timer | undefined;
  #lastDay: string | undefined;
  #isWriting = false;
  #reason: string | undefined;

  constructor(options: MorningReportOptions) {
    this.#options = options;
    this.#lastDay = options.definitions.get<{ day: string }>(KIND, ID)?.body.day;
  }

  /** As it is kept: what is due since the process was stopped is made up for. */
  start(settings: ReportSettings | undefined): void {
    this.#settings = settings;
    this.#look();
  }

  /** Somebody changed it: a time of today that is over already means tomorrow. */
  configure(settings: ReportSettings | undefined): void {
    const { at, time_zone: name } = this.#settings ?? {};
    this.#settings = settings;
    if (!settings || (at === settings.at && name === settings.time_zone)) return;
    const time = timeOf(settings);
    const now = this.#options.clock.now();
    if (hasCome(now, time)) this.#markDone(dayOf(now, time.zone));
    if (!this.#timer) this.#look();
  }

  status(): MorningReportStatus {
    return { lastDay: this.#lastDay, reason: this.#reason };
  }

  stop(): void {
    this.#settings = undefined;
    this.#timer?.cancel();
  }

  #look(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const settings = this.#settings;
    if (!settings) return;
    this.#timer = this.#options.clock.after(LOOK_EVERY, () => this.#look());
    const time = timeOf(settings);
    if (this.#isWriting || !isDue(this.#options.clock.now(), time, this.#lastDay)) return;
    this.#isWriting = true;
    this.#write(settings, time)
      .catch((error: unknown) => {
        this.#reason = (error as Error).message;
        this.#options.logger.warn(
          { err: error },
          'the morning report could not be written: it is tried again',
        );
      })
      .finally(() => {
        this.#isWriting = false;
      });
  }

  async #write(settings: ReportSettings, { zone }: ReportTime): Promise<void> {
    const { clock, channels, logger } = this.#options;
    const to = clock.now();
    const from = to - NIGHT;
    const figures = await this.#options.figures(from, to);
    const failures: string[] = [];
    for (const name of settings.notify) {
      const channel = channels.find(name);
      if (!channel || channel.staysOpen) {
        failures.push(channel ? `${name} would open an incident for it` : `there is no channel ${name}`);
        continue;
      }
      channels.send({
        channel: channel.id,
        message: morningMessage(figures, { from, to, zone }, channel.language),
        orderKey: 'morning-report',
        priority: 'normal',
        alert: undefined,
        rule: undefined,
      });
    }
    // In one turn with what was handed over: both are on disk, or none.
    this.#markDone(dayOf(to, zone));
    this.#reason = failures.length > 0 ? failures.join('; ') : undefined;
    if (failures.length > 0)
      logger.warn({ reason: this.#reason }, 'the morning report did not go everywhere');
  }

  #markDone(day: string): void {
    this.#lastDay = day;
    this.#options.definitions.put(KIND, ID, { day });
  }
}

function timeOf({ at, time_zone: name }: ReportSettings): ReportTime {
  const zone = readZone(name);
  return { at, zone: typeof zone === 'string' ? zone : 'UTC' };
}
