import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Alerts, type MorningFigures, nightFigures, Reports } from './alerts/door.ts';
import type { MqttBroker } from './broker/broker.ts';
import { type Delivery, requestOutside } from './delivery/door.ts';
import type { Journal } from './journal/door.ts';
import type { Clock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import type { Steps } from './lib/steps.ts';
import type { Definitions } from './store/definitions.ts';
import type { Store } from './store/store.ts';

interface ReportSurroundings {
  readonly broker: MqttBroker;
  readonly journal: Journal;
  readonly delivery: Delivery;
  readonly alerts: Alerts;
  readonly store: Store;
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The heartbeat and the morning report, with what they read of every part of the program. They work from here on. */
export function openReports(parts: ReportSurroundings): Reports {
  const { delivery, alerts, definitions, clock, logger } = parts;
  const reports = new Reports({
    definitions,
    settings: alerts.settings,
    clock,
    logger: logger.child({ component: 'alerts' }),
    channels: delivery.notices,
    request: (url, method, timeout) => requestOutside({ url, method, timeout }),
    figures: (from, to) => morningFigures(parts, from, to),
  });
  reports.start();
  return reports;
}

async function morningFigures(
  { broker, journal, delivery, store }: ReportSurroundings,
  from: number,
  to: number,
): Promise<MorningFigures> {
  const { liveConnections, sessions } = broker.stats();
  const remembered = journal.isOn ? (await journal.clients({ skip: 0, take: 1 })).count : undefined;
  const night = await inTurns(nightFigures(store, from, to));
  return {
    ...night,
    online: liveConnections.count,
    known: Math.max(remembered ?? 0, sessions.count, liveConnections.count),
    undelivered: await undeliveredSince(delivery, from),
  };
}

/** Messages about alerts that were given up, and those that still wait. */
async function undeliveredSince({ notices, log }: Delivery, from: number): Promise<number> {
  const channels = notices.list().map(({ id }) => id);
  const waiting = channels.reduce((sum, id) => sum + notices.waiting(id), 0);
  if (channels.length === 0) return 0;
  const filter = {
    status: ['failed', 'expired'],
    action: channels.map((id) => `alert:${id}`),
    since: from,
  } as const;
  const { count } = await inTurns(log.page(filter, { skip: 0, take: 1 }));
  return waiting + (count ?? 0);
}

/** A step a turn: there is time until people are up. */
async function inTurns<Result>(steps: Steps<Result>): Promise<Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await nextTurn();
  }
}
