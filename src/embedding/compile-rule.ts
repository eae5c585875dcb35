import { randomUUID } from 'node:crypto';
import { reasonCodeName } from '../mqtt/reason-codes.ts';
import { isValidTopicFilter, isValidTopicName, topicMatchesFilter } from '../mqtt/topics.ts';
import { type EventDescription, eventCatalogue } from '../rules/event-catalogue.ts';
import { ValuesSource } from '../rules/event-source.ts';
import type { FromTarget } from '../rules/event-topics.ts';
import { hears } from '../rules/from-match.ts';
import { compileStatement } from '../rules/rule-compiler.ts';
import { SchemaRegistry } from '../schemas/door.ts';
import { fromJsonText, RuleMemory, toJsonText, type Value } from '../sql/door.ts';
import type { CompiledRule, CompileOptions, RuleInput, RuleRow } from './compiled-rule.ts';

const none: ConstructorParameters<typeof SchemaRegistry>[0]['definitions'] = {
  list: () => [],
  put: (_kind, id, body) => ({ id, body, createdAt: 0, updatedAt: 0 }),
  delete: () => false,
};

const mqtt = { topicMatchesFilter, isValidTopicFilter, isValidTopicName, reasonCodeName };

/**
 * A rule's SQL as a function, by the code that the broker runs: to try rules in tests, or to use the language elsewhere.
 * @throws Error with the place in the text for what is no rule
 */
export function compileRule(
  sql: string,
  { now = Date.now, strictQuotes }: CompileOptions = {},
): CompiledRule {
  const host = {
    now,
    matchesTopic: topicMatchesFilter,
    random: Math.random,
    uuid: randomUUID,
    memory: new RuleMemory(),
    environment: (name: string) => process.env[`EMQXVAR_${name}`],
    schemas: new SchemaRegistry({ definitions: none, files: [] }),
    jqTimeout: () => 10_000,
  };
  const statement = compileStatement(sql, { host, mqtt, strictQuotes });
  const { from, targets } = statement;
  return {
    from,
    get warnings() {
      return statement.warnings.map(
        ({ message, line, column }) => `line ${line}, column ${column}: ${message}`,
      );
    },
    run(input): RuleRow[] {
      const event = eventNamed(input.event ?? eventOf(targets));
      const source = new ValuesSource(valuesOf(input, event, now()));
      if (!targets.some((target) => hears(target, event, source, mqtt))) return [];
      return statement.evaluate(source).map((row) => JSON.parse(toJsonText(row)) as RuleRow);
    },
  };
}

/** What a rule is about when nobody says which of its events is meant. */
function eventOf([first]: readonly FromTarget[]): string {
  if (first?.kind === 'events') return first.events[0] ?? '';
  return first?.kind === 'sources' ? 'source.message' : 'message.publish';
}

function eventNamed(name: string): EventDescription['event'] {
  const found = eventCatalogue.find(({ event }) => event === name);
  if (found) return found.event;
  throw new Error(
    `there is no event ${name}; events are ${eventCatalogue.map(({ event }) => event).join(', ')}`,
  );
}

function valuesOf(input: RuleInput, event: string, now: number): Map<string, Value> {
  const values = new Map<string, Value>([['timestamp', now]]);
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    if (name === 'payload') values.set(name, payloadOf(value));
    else values.set(name, Buffer.isBuffer(value) ? value : fromJsonText(JSON.stringify(value)));
  }
  values.set('event', event);
  return values;
}

function payloadOf(value: unknown): Value {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? Buffer.from(value) : JSON.stringify(value);
}
