import { join } from 'node:path';
import type { MqttBroker } from './broker/broker.ts';
import type { Config } from './config/config.ts';
import type { EarlyEvents } from './early-events.ts';
import { Journal } from './journal/door.ts';
import type { Clock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import { reasonCodeName } from './mqtt/reason-codes.ts';
import { type RuleEngine, recordedColumns } from './rules/door.ts';

interface JournalSurroundings {
  readonly config: Config;
  readonly broker: MqttBroker;
  readonly rules: RuleEngine;
  readonly early: EarlyEvents;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The journal hears the broker from here on; what happened before it takes from those who held it. */
export function openJournal({ config, broker, rules, early, clock, logger }: JournalSurroundings): Journal {
  const { enable, retention, max_size, events, messages, rule_messages } = config.journal;
  const { data_dir, name } = config.node;
  const context = { reasonCodeName };
  const journal = new Journal({
    file: data_dir === ':memory:' ? data_dir : join(data_dir, 'journal.db'),
    settings: {
      isOn: enable,
      retention,
      maximumSize: max_size,
      kinds: events,
      messages,
      ruleMessages: rule_messages,
    },
    columnsOf: (event) => recordedColumns(event, name, context),
    broker,
    alarms: broker.alarms,
    clock,
    logger: logger.child({ component: 'journal' }),
  });
  const { events: held, missed } = early.take();
  journal.start(held, missed);
  if (enable && rule_messages > 0) rules.onMessage = (event) => journal.sample(event);
  return journal;
}
