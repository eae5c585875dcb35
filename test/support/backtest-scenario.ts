import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { pipelineSettings } from '../../src/alerts/door.ts';
import type { ChannelView } from '../../src/delivery/door.ts';
import type { Journal, JournalSettings } from '../../src/journal/door.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { topicMatchesFilter } from '../../src/mqtt/topics.ts';
import { type BacktestReport, Backtests, type RuleEngine } from '../../src/rules/door.ts';
import { FakeRules } from './fake-rules.ts';
import { startJournal, switchedOffJournal } from './journal-scenario.ts';
import { mqtt, startScenario } from './rule-scenario.ts';
import { schemasOf } from './sql-schemas.ts';

/** One bot, as WeCom has them. */
const bot: ChannelView = {
  id: 'wecom:ops',
  type: 'wecom',
  language: 'en',
  zone: 'UTC',
  enable: true,
  status: 'connected',
  reason: undefined,
  staysOpen: false,
  isProgram: false,
  perMinute: 20,
};

const channels = {
  find: (channel: string) => (channel === 'wecom:ops' || channel === 'ops' ? bot : undefined),
  list: () => [bot],
};

const host = {
  matchesTopic: topicMatchesFilter,
  random: () => 0.5,
  environment: () => undefined,
  uuid: randomUUID,
  schemas: schemasOf(),
};

function newBacktests(
  journal: Pick<Journal, 'isOn' | 'search' | 'figures' | 'estimate'>,
  rules: Pick<RuleEngine, 'get' | 'settings'>,
  clock: Clock,
): Backtests {
  return new Backtests({
    journal,
    rules,
    actions: { resolve: (id) => id },
    host,
    compiler: { mqtt },
    clock,
    alertsNow: () => ({ pipeline: pipelineSettings.parse({}), channels, node: 'tocsin@127.0.0.1' }),
  });
}

/** Rules, a journal that records what they hear, and backtests over it. */
export function startBacktests(
  t: TestContext,
  settings: Partial<JournalSettings> = {},
  options: Parameters<typeof startScenario>[1] = {},
) {
  const scenario = startScenario(t, options);
  const { broker, clock, engine } = scenario;
  const { journal, connect, disconnect } = startJournal(t, settings, { broker, clock });
  const backtests = newBacktests(journal, engine, clock);
  t.after(() => backtests.close());
  return {
    ...scenario,
    journal,
    connect,
    disconnect,
    backtests,
    /** Waits for its end. */
    async backtest(body: object): Promise<BacktestReport> {
      const started = backtests.start(body);
      await started.ended;
      return started.report();
    },
  };
}

/** For tests that are about something else: without a journal. */
export function idleBacktests(clock: Clock): Backtests {
  return newBacktests(switchedOffJournal(clock), new FakeRules() as never, clock);
}
