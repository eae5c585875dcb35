import type { Column, ColumnType } from '../../src/rules/columns/column.ts';
import { commonColumns, type EventDescription, eventCatalogue } from '../../src/rules/event-catalogue.ts';
import { toJsonText } from '../../src/sql/door.ts';
import { code, markdownTable } from './markdown-table.ts';

/** All events: what to write in FROM, and when they happen. */
export function eventTable(): string {
  const head = ['event', 'in FROM', 'older spelling', '`event_type` of the tester', 'happens when'];
  return markdownTable(
    head,
    eventCatalogue.map((event) => [
      `[${code(nameOf(event))}](#${anchorOf(nameOf(event))})`,
      topicOf(event),
      event.legacyTopic === undefined ? '' : code(`"${event.legacyTopic}"`),
      code(event.testTypes[0] ?? ''),
      event.description.en,
    ]),
  );
}

/** The columns that all events have. */
export function commonColumnTable(): string {
  const rows = Object.entries(commonColumns).map(([name, { type, help }]) => [
    code(name),
    typeNames[type],
    help.en,
  ]);
  return markdownTable(['column', 'type', 'meaning'], rows);
}

/** The columns of each event, besides those that all have. */
export function eventColumns(): string {
  return eventCatalogue.map(eventSection).join('\n\n');
}

function eventSection(description: EventDescription): string {
  const { sqlExample, columns } = description;
  const rows = [...columns].map(([name, column]) => [
    code(name),
    typeNames[column.type],
    column.help.en,
    exampleText(column),
  ]);
  const example = `\`\`\`sql\n${sqlExample}\n\`\`\``;
  return `## ${code(nameOf(description))}\n\n${example}\n\n${markdownTable(['column', 'type', 'meaning', 'example'], rows)}`;
}

const typeNames: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  int: 'integer',
  bool: 'boolean',
  map: 'map',
  ms: 'Unix ms',
  us: 'Unix µs',
};

function exampleText({ type, example }: Column<never>): string {
  if (type === 'ms') return code('1756465154714');
  if (type === 'us') return code('1756465154714000');
  if (example === undefined) return 'undefined';
  return code(typeof example === 'string' ? example : toJsonText(example));
}

/** As the column `event` has it; of a source, `*` stands for its name. */
function nameOf({ event, topic }: EventDescription): string {
  return event === 'source.message' ? topic : event;
}

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  return heading.replace(/[^\w-]/g, '');
}

function topicOf({ event, topic }: EventDescription): string {
  if (event === 'message.publish') return `a topic filter, such as ${code('"t/#"')}`;
  const other =
    event === 'source.message' ? `, or one source by its name: ${code('"$bridges/mqtt:my_source"')}` : '';
  return `${code(`"${topic}"`)}${other}`;
}
