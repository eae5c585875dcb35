import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MqttBroker } from './broker/broker.ts';
import type { Config } from './config/config.ts';
import type { Clock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import type { RuleEngine } from './rules/door.ts';
import type { Definitions } from './store/definitions.ts';
import { Traces } from './trace/door.ts';

interface TraceSurroundings {
  readonly config: Config;
  readonly broker: MqttBroker;
  readonly rules: RuleEngine;
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Traces of clients, topics and addresses, with what rules make of the same events. */
export function openTraces({ config, broker, rules, definitions, clock, logger }: TraceSurroundings): Traces {
  const { data_dir: directory } = config.node;
  const isPassing = directory === ':memory:';
  return new Traces({
    broker,
    definitions,
    directory: join(isPassing ? join(tmpdir(), `tocsin-${process.pid}`) : directory, 'traces'),
    isPassing,
    clock,
    logger: logger.child({ component: 'trace' }),
    hearRules: (listener) => {
      rules.onEvaluated =
        listener &&
        ((ruleId, event, rows, error) => {
          switch (event.name) {
            case 'source.message':
            case 'alarm.activated':
            case 'alarm.deactivated':
              return; // of no client
            default:
              listener(ruleId, event, rows, error);
          }
        });
    },
  });
}
