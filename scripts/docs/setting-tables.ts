import { z } from 'zod';
import { schemaAt } from '../../src/cli/config-layer.ts';
import { settingPaths } from '../../src/cli/load-config.ts';
import { type Takes, takesOf } from '../../src/config/config-fields.ts';
import { formatByteSize } from '../../src/lib/byte-size.ts';
import { formatDuration } from '../../src/lib/duration.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import type { Language } from './language.ts';
import { code, markdownTable } from './markdown-table.ts';
import { settingTextsZh } from './setting-texts-zh.ts';

/** A table for each section, in the order of the schema. */
export function settingTables(language: Language): string {
  const used = new Set<string>();
  const sections = Map.groupBy(settingPaths(), sectionOf);
  const tables = [...sections].map(([section, paths]) => {
    const rows = paths.map((path) => settingRow(path, language, used));
    return `### ${code(section)}\n\n${markdownTable(heads[language], rows)}`;
  });
  const stale = language === 'zh' ? Object.keys(settingTextsZh).filter((text) => !used.has(text)) : [];
  if (stale.length > 0) throw new Error(`setting-texts-zh.ts translates what no setting says: ${stale[0]}`);
  return tables.join('\n\n');
}

/** A setting that stands in no section is one of its own. */
function sectionOf(path: string): string {
  return path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : path;
}

const heads: Readonly<Record<Language, readonly string[]>> = {
  en: ['setting', 'takes', 'default', 'meaning', 'environment variable'],
  zh: ['设置', '取值', '默认值', '含义', '环境变量'],
};

function settingRow(path: string, language: Language, used: Set<string>): string[] {
  const schema = schemaAt(path.split('.'));
  if (!schema) throw new Error(`there is no setting ${path}`);
  const { description } = schema;
  if (!description) throw new Error(`the setting ${path} has no description`);
  used.add(description);
  const meaning = language === 'zh' ? settingTextsZh[description] : description;
  if (!meaning) throw new Error(`setting-texts-zh.ts does not translate ${path}: ${description}`);
  return [
    code(path),
    takesText(takesOf(schema), language),
    defaultText(schema, language),
    meaning,
    code(environmentName(path)),
  ];
}

function environmentName(path: string): string {
  return `TOCSIN__${path.replaceAll('.', '__').toUpperCase()}`;
}

function defaultText(schema: z.ZodType, language: Language): string {
  if (!(schema instanceof z.ZodPrefault)) return language === 'zh' ? '无' : 'none';
  const { defaultValue } = schema.def;
  return code(Array.isArray(defaultValue) ? JSON.stringify(defaultValue) : String(defaultValue));
}

interface RangeTexts {
  readonly upTo: (least: string, most: string) => string;
  readonly from: (least: string) => string;
  readonly kinds: Readonly<Record<'integer' | 'number' | 'duration' | 'size', string>>;
  readonly comma: string;
}

const ranges: Readonly<Record<Language, RangeTexts>> = {
  en: {
    upTo: (least, most) => `${least} to ${most}`,
    from: (least) => `whole number from ${least}, or ${code('infinity')}`,
    kinds: { integer: 'whole number', number: 'number', duration: 'duration', size: 'size' },
    comma: ', ',
  },
  zh: {
    upTo: (least, most) => `${least} 到 ${most}`,
    from: (least) => `${least} 及以上的整数，或 ${code('infinity')}`,
    kinds: { integer: '整数', number: '数字', duration: '时长', size: '大小' },
    comma: '、',
  },
};

function takesText(takes: Takes, language: Language): string {
  const { upTo, from, kinds, comma } = ranges[language];
  const range = (kind: keyof typeof kinds, least: string, most: string) =>
    `${kinds[kind]}${language === 'zh' ? '，' : ', '}${upTo(least, most)}`;
  switch (takes.kind) {
    case 'integer':
      if (takes.max === Infinity) return from(String(takes.min));
      return range('integer', String(takes.min), String(takes.max));
    case 'number':
      return range('number', String(takes.min), String(takes.max));
    case 'duration':
      return range('duration', code(formatDuration(takes.min)), code(formatDuration(takes.max)));
    case 'size':
      return range('size', code(formatByteSize(takes.min)), code(formatByteSize(takes.max)));
    case 'choice':
      return takes.of.map((choice) => code(String(choice))).join(comma);
    case 'flag':
      return [code('true'), code('false')].join(comma);
    default:
      return commandLineTexts[language].problems.takes[takes.kind].trim();
  }
}
