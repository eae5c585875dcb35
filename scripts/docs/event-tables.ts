import type { Column, ColumnType } from '../../src/rules/columns/column.ts';
import { commonColumns, type EventDescription, eventCatalogue } from '../../src/rules/event-catalogue.ts';
import { toJsonText } from '../../src/sql/door.ts';
import type { Language } from './language.ts';
import { code, markdownTable } from './markdown-table.ts';

/** All events: what to write in FROM, and when they happen. */
export function eventTable(language: Language): string {
  return markdownTable(
    texts[language].events,
    eventCatalogue.map((event) => [
      `[${code(nameOf(event))}](#${anchorOf(nameOf(event))})`,
      topicOf(event, language),
      event.legacyTopic === undefined ? '' : code(`"${event.legacyTopic}"`),
      code(event.testTypes[0] ?? ''),
      event.description[language],
    ]),
  );
}

/** The columns that all events have. */
export function commonColumnTable(language: Language): string {
  const rows = Object.entries(commonColumns).map(([name, { type, help }]) => [
    code(name),
    texts[language].types[type],
    help[language],
  ]);
  return markdownTable(texts[language].columns.slice(0, 3), rows);
}

/** The columns of each event, besides those that all have. */
export function eventColumns(language: Language): string {
  return eventCatalogue.map((event) => eventSection(event, language)).join('\n\n');
}

function eventSection(description: EventDescription, language: Language): string {
  const { sqlExample, columns } = description;
  const rows = [...columns].map(([name, column]) => [
    code(name),
    texts[language].types[column.type],
    column.help[language],
    exampleText(column),
  ]);
  const example = `\`\`\`sql\n${sqlExample}\n\`\`\``;
  return `## ${code(nameOf(description))}\n\n${example}\n\n${markdownTable(texts[language].columns, rows)}`;
}

interface EventTexts {
  readonly events: readonly string[];
  readonly columns: readonly string[];
  readonly types: Readonly<Record<ColumnType, string>>;
  readonly topicFilter: (example: string) => string;
  readonly oneSource: (example: string) => string;
}

const texts: Readonly<Record<Language, EventTexts>> = {
  en: {
    events: ['event', 'in FROM', 'older spelling', '`event_type` of the tester', 'happens when'],
    columns: ['column', 'type', 'meaning', 'example'],
    types: { text: 'text', int: 'integer', bool: 'boolean', map: 'map', ms: 'Unix ms', us: 'Unix µs' },
    topicFilter: (example) => `a topic filter, such as ${example}`,
    oneSource: (example) => `, or one source by its name: ${example}`,
  },
  zh: {
    events: ['事件', 'FROM 中的写法', '旧写法', '测试时的 `event_type`', '何时发生'],
    columns: ['列', '类型', '含义', '示例'],
    types: { text: '文本', int: '整数', bool: '布尔', map: '映射', ms: 'Unix 毫秒', us: 'Unix 微秒' },
    topicFilter: (example) => `主题过滤器，如 ${example}`,
    oneSource: (example) => `，或按名称指定一个数据源：${example}`,
  },
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

function topicOf({ event, topic }: EventDescription, language: Language): string {
  if (event === 'message.publish') return texts[language].topicFilter(code('"t/#"'));
  const other =
    event === 'source.message' ? texts[language].oneSource(code('"$bridges/mqtt:my_source"')) : '';
  return `${code(`"${topic}"`)}${other}`;
}
