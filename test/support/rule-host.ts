import { randomUUID } from 'node:crypto';
import type { Clock } from '../../src/lib/clock.ts';
import { topicMatchesFilter } from '../../src/mqtt/topics.ts';
import type { SchemaRegistry } from '../../src/schemas/door.ts';
import { RuleMemory } from '../../src/sql/door.ts';
import { schemasOf } from './sql-schemas.ts';

/** What the statements of a rule engine have around them: the time of the test, and always the same chance. */
export function ruleHost(clock: Pick<Clock, 'now'>, schemas: SchemaRegistry = schemasOf()) {
  return {
    now: () => clock.now(),
    matchesTopic: topicMatchesFilter,
    random: () => 0.5,
    environment: () => undefined,
    uuid: randomUUID,
    memory: new RuleMemory(),
    schemas,
  };
}
