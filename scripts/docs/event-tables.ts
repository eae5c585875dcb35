import type { Column, ColumnType } from '../../src/rules/columns/column.ts';
import { type EventDescription, eventCatalogue } from '../../src/rules/event-catalogue.ts';
import { toJsonText } from '../../src/sql/door.ts';
import { code, markdownTable } from './markdown-table.ts';

/** All events: what to write in FROM, and when they happen. */
export function eventTable(): string {
  const head = ['event', 'in FROM', 'older spelling', '`event_type` of the tester', 'happens when'];
  return markdownTable(
    head,
    eventCatalogue.map((event) => [
      `[${code(event.event)}](#${event.event.replace('.', '')})`,
      isMessage(event) ? `a topic filter, such as ${code('"t/#"')}` : code(`"${event.topic}"`),
      event.legacyTopic === undefined ? '' : code(`"${event.legacyTopic}"`),
      code(event.testType),
      event.description.en,
    ]),
  );
}

/** The columns of each event, besides those that all have. */
export function eventColumns(): string {
  return eventCatalogue.map(eventSection).join('\n\n');
}

function eventSection({ event, sqlExample, columns }: EventDescription): string {
  const rows = [...columns].map(([name, column]) => [
    code(name),
    typeNames[column.type],
    column.help,
    exampleText(column),
  ]);
  const example = `\`\`\`sql\n${sqlExample}\n\`\`\``;
  return `### ${code(event)}\n\n${example}\n\n${markdownTable(['column', 'type', 'meaning', 'example'], rows)}`;
}

const typeNames: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  int: 'integer',
  bool: 'boolean',
  map: 'map',
  ms: 'Unix ms',
};

function exampleText({ type, example }: Column<never>): string {
  if (type === 'ms') return code('1756465154714');
  if (example === undefined) return 'undefined';
  return code(typeof example === 'string' ? example : toJsonText(example));
}

/** Messages are reached by their own topic. */
function isMessage({ event }: EventDescription): boolean {
  return event === 'message.publish';
}
