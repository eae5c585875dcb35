import type { Value } from '../sql/door.ts';
import type { ColumnType, Wording } from './columns/column.ts';
import { commonColumns, type EventDescription, eventCatalogue } from './event-catalogue.ts';

/** One column for an editor: its type, its meaning, and an example where it has a fixed one. */
interface ColumnAnswer {
  name: string;
  type: ColumnType;
  description: Wording;
  example?: Value;
}

/** One element of `GET /rule_events`. */
interface RuleEventAnswer {
  event: string;
  title: Wording;
  description: Wording;
  /** The spelling before EMQX 5.9. */
  legacy_event?: string;
  /** How `context.event_type` of the tester calls it. */
  test_type: string;
  columns: string[];
  /** More of the same columns, in the same order. */
  column_details: ColumnAnswer[];
  /** What the SQL tester asks for: example and help by column. */
  test_columns: Record<string, [example: Value, help: string]>;
  sql_example: string;
}

export const ruleEvents: readonly RuleEventAnswer[] = eventCatalogue.map((description) => ({
  event: description.topic,
  title: description.title,
  description: description.description,
  ...(description.legacyTopic === undefined ? {} : { legacy_event: description.legacyTopic }),
  test_type: description.testTypes[0] ?? '',
  columns: description.columnNames.filter((name) => name !== 'metadata'),
  column_details: columnDetails(description),
  test_columns: testColumns(description),
  sql_example: description.sqlExample,
}));

/** What a person types into a form: neither maps nor times, for which the examples do. */
function testColumns({ columns }: EventDescription): RuleEventAnswer['test_columns'] {
  const asked = [...columns].filter(([, { type, example }]) => type !== 'map' && example !== undefined);
  return Object.fromEntries(asked.map(([name, { example, help }]) => [name, [example, help.en]]));
}

function columnDetails({ columnNames, columns }: EventDescription): ColumnAnswer[] {
  return columnNames.flatMap((name) => {
    const own = columns.get(name);
    const column = own ?? commonColumns[name];
    if (column === undefined || name === 'metadata') return [];
    const example = own?.example === undefined ? {} : { example: own.example };
    return [{ name, type: column.type, description: column.help, ...example }];
  });
}
