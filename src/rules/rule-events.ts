import type { Value } from '../sql/door.ts';
import { type EventDescription, eventCatalogue } from './event-catalogue.ts';

/** One element of `GET /rule_events`. */
interface RuleEventAnswer {
  event: string;
  title: { en: string; zh: string };
  description: { en: string; zh: string };
  columns: string[];
  /** What the SQL tester asks for: example and help by column. */
  test_columns: Record<string, [example: Value, help: string]>;
  sql_example: string;
}

export const ruleEvents: readonly RuleEventAnswer[] = eventCatalogue.map((description) => ({
  event: description.topic,
  title: description.title,
  description: description.description,
  columns: description.columnNames.filter((name) => name !== 'metadata'),
  test_columns: testColumns(description),
  sql_example: description.sqlExample,
}));

/** What a person types into a form: neither maps nor times, for which the examples do. */
function testColumns({ columns }: EventDescription): RuleEventAnswer['test_columns'] {
  const asked = [...columns].filter(
    ([, { type, example }]) => type !== 'map' && type !== 'ms' && example !== undefined,
  );
  return Object.fromEntries(asked.map(([name, { example, help }]) => [name, [example, help]]));
}
