import type { TestContext } from 'node:test';
import {
  COUNTERS,
  type CounterName,
  FigureHistory,
  FigureTable,
  GAUGES,
  type GaugeName,
} from '../../src/figures/door.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { Store } from '../../src/store/store.ts';
import { FakeClock } from './fake-clock.ts';

export interface FigureScenario {
  readonly history: FigureHistory;
  readonly clock: FakeClock;
  readonly store: Store;
  /** What is read next. */
  readonly counters: Record<CounterName, number>;
  readonly gauges: Record<GaugeName, number>;
}

/** A history that samples what a test says. */
export function startFigures(
  t: TestContext,
  { clock = new FakeClock(), store }: { clock?: FakeClock; store?: Store } = {},
): FigureScenario {
  const own = store ?? Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  if (!store) t.after(() => own.close());
  const counters = zeros(COUNTERS);
  const gauges = zeros(GAUGES);
  const history = new FigureHistory({
    clock,
    table: new FigureTable(own),
    read: () => ({ gauges: { ...gauges }, counters }),
  });
  t.after(() => history.stop());
  history.start();
  return { history, clock, counters, gauges, store: own };
}

function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}
