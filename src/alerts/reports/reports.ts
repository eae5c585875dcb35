import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Definitions } from '../../store/definitions.ts';
import type { AlertSettingsStore } from '../alert-settings-store.ts';
import type { ChannelPort } from '../notifying/channels/channel-port.ts';
import { Heartbeat, type HeartbeatStatus } from './heartbeat.ts';
import type { MorningFigures } from './morning-message.ts';
import { MorningReport, type MorningReportStatus } from './morning-report.ts';

export interface ReportsOptions {
  readonly definitions: Definitions;
  readonly settings: Pick<AlertSettingsStore, 'get' | 'onChange'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly channels: Pick<ChannelPort, 'find' | 'list' | 'send' | 'waiting'>;
  /** Ends when the answer is there. @throws Error with a sentence when it is no yes */
  readonly request: (url: string, method: 'GET' | 'POST', timeout: number) => Promise<void>;
  readonly figures: (from: number, to: number) => Promise<MorningFigures>;
}

export interface ReportsStatus {
  readonly heartbeat: HeartbeatStatus;
  readonly morningReport: MorningReportStatus;
}

const KIND = 'alert_report';

/** What is told although nothing is the matter: the heartbeat and the morning report. */
export class Reports {
  readonly #options: ReportsOptions;
  readonly #heartbeat: Heartbeat;
  readonly #morning: MorningReport;
  readonly #unfollow: () => void;

  constructor(options: ReportsOptions) {
    this.#options = options;
    const { clock, logger, request, settings } = options;
    this.#heartbeat = new Heartbeat({ clock, logger, request, fault: () => this.#fault() });
    this.#morning = new MorningReport(options);
    this.#unfollow = settings.onChange(({ heartbeat, morning_report: report }) => {
      this.#heartbeat.configure(heartbeat);
      this.#morning.configure(report);
    });
  }

  start(): void {
    const { heartbeat, morning_report: report } = this.#options.settings.get();
    this.#heartbeat.configure(heartbeat);
    this.#morning.start(report);
  }

  status(): ReportsStatus {
    return { heartbeat: this.#heartbeat.status(), morningReport: this.#morning.status() };
  }

  stop(): void {
    this.#unfollow();
    this.#heartbeat.stop();
    this.#morning.stop();
  }

  /** Why nobody could be told of an alert: what is told goes over the disk, and through a channel. */
  #fault(): string | undefined {
    const { definitions, clock, channels } = this.#options;
    try {
      definitions.put(KIND, 'heartbeat', { at: clock.now() });
    } catch (error) {
      return `nothing can be stored: ${(error as Error).message}`;
    }
    const used = channels.list().filter(({ type, enable }) => enable && type !== 'preview');
    const waiting = used.filter(({ id }) => channels.waiting(id) > 0);
    if (waiting.length === 0 || used.some(({ status }) => status === 'connected')) return undefined;
    return `no channel takes what waits: ${waiting.map(({ id, reason = '' }) => `${id} ${reason}`.trim()).join('; ')}`;
  }
}
