import type { Broker, BrokerEvent } from '../broker/door.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { JournalSettings } from './journal-settings.ts';
import type { LossReason } from './record-queue.ts';
import type { StoredFigures } from './thread/journal-desk.ts';

export interface JournalParts {
  /** `:memory:` keeps nothing. */
  readonly file: string;
  readonly settings: JournalSettings;
  /** The columns of an event as a JSON object, from which a rule can be shown them again. */
  readonly columnsOf: (event: BrokerEvent) => string;
  readonly broker: Pick<Broker, 'events' | 'watch' | 'metrics'>;
  readonly alarms: {
    activate(name: string, details: Record<string, number | string>, message: string): unknown;
    deactivate(name: string): unknown;
  };
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface JournalFigures extends StoredFigures {
  readonly settings: JournalSettings;
  /** Events that were not recorded since the start, by reason. */
  readonly lost: Readonly<Record<LossReason, number>>;
  /** Records that wait to be stored. */
  readonly waiting: number;
  readonly followers: number;
}
