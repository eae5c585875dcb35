import type { TestContext } from 'node:test';
import type { Broker } from '../../src/broker/door.ts';
import { Journal, type JournalSettings, USUAL_KINDS } from '../../src/journal/door.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { reasonCodeName } from '../../src/mqtt/reason-codes.ts';
import { recordedColumns } from '../../src/rules/door.ts';
import { FakeClock } from './fake-clock.ts';
import { aClient, FakeBroker } from './rule-scenario.ts';

const DAY = 86_400_000;

export const usualJournal: JournalSettings = {
  isOn: true,
  retention: 7 * DAY,
  maximumSize: 2 * 1024 ** 3,
  kinds: USUAL_KINDS,
  messages: [],
  ruleMessages: 0,
};

export interface JournalScenario {
  readonly journal: Journal;
  readonly broker: FakeBroker;
  readonly clock: FakeClock;
  /** Names of the alarms that are active. */
  readonly alarms: Set<string>;
  /** A client comes, and goes again for a reason; the clock stands still. */
  connect(clientId: string, username?: string): void;
  disconnect(clientId: string, reason: string, connectedAt?: number): void;
}

/** A journal beside a broker that does what a test says; in memory, if no file is given. */
export function startJournal(
  t: TestContext,
  settings: Partial<JournalSettings> = {},
  {
    file = ':memory:',
    clock = new FakeClock(),
    broker = new FakeBroker(clock),
  }: { file?: string; clock?: FakeClock; broker?: FakeBroker } = {},
): JournalScenario {
  const alarms = new Set<string>();
  const journal = newJournal(clock, { ...usualJournal, ...settings }, broker, { file, alarms });
  journal.start();
  t.after(() => journal.close());
  return {
    journal,
    broker,
    clock,
    alarms,
    connect(clientId, username) {
      const client = { ...aClient, clientId, username, connectedAt: clock.now() };
      broker.emit({ name: 'client.connected', at: clock.now(), client, sequence: 1 });
    },
    disconnect(clientId, reason, connectedAt = clock.now()) {
      broker.emit({
        name: 'client.disconnected',
        at: clock.now(),
        client: { ...aClient, clientId, connectedAt },
        reason,
        closedBy: 'server',
        properties: {},
        disconnectedAt: clock.now(),
        sequence: 2,
      });
    },
  };
}

/** For tests that are about something else. */
export function switchedOffJournal(clock: Clock): Journal {
  return newJournal(clock, { ...usualJournal, isOn: false }, new FakeBroker(clock));
}

function newJournal(
  clock: Clock,
  settings: JournalSettings,
  broker: FakeBroker,
  { file = ':memory:', alarms = new Set<string>() }: { file?: string; alarms?: Set<string> } = {},
): Journal {
  return new Journal({
    file,
    settings,
    columnsOf: (event) => recordedColumns(event, broker.node, { reasonCodeName }),
    broker: broker as unknown as Broker,
    alarms: {
      activate: (name) => !alarms.has(name) && alarms.add(name),
      deactivate: (name) => alarms.delete(name),
    },
    clock,
    logger: silentLogger,
  });
}
