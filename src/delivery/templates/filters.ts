import { type FilterCall, TemplateError } from '../../lib/placeholder.ts';
import { suggest } from '../../lib/suggest.ts';
import { readZone, timeOf, writeTime } from '../../lib/zoned-time.ts';
import type { TemplateRow } from './template.ts';

/** A value on its way through the filters: that of the row, or the text that the filter before made. */
export interface Filtered {
  readonly text: string;
  /** Compact JSON of the same. */
  json(): string;
}

export type Filter = (value: Filtered) => string;

interface FilterKind {
  /** How it is written, for people. */
  readonly form: string;
  readonly args: readonly [least: number, most: number];
  /** @throws TemplateError for arguments that it cannot use */
  compile(call: FilterCall): Filter;
}

const kinds: Readonly<Record<string, FilterKind>> = {
  json: { form: 'json', args: [0, 0], compile: () => (value) => value.json() },
  url: {
    form: 'url',
    args: [0, 0],
    compile:
      () =>
      ({ text }) =>
        encodeURIComponent(text.toWellFormed()),
  },
  markdown: { form: 'markdown', args: [0, 0], compile: () => (value) => escapeMarkdown(value.text) },
  html: { form: 'html', args: [0, 0], compile: () => (value) => escapeHtml(value.text) },
  date: { form: "date('Asia/Shanghai')", args: [0, 1], compile: compileDate },
};

/** @throws TemplateError for a name that no filter has, or arguments that it cannot use */
export function compileFilter(call: FilterCall): Filter {
  const kind = Object.hasOwn(kinds, call.name) ? kinds[call.name] : undefined;
  if (!kind) {
    const known = Object.values(kinds).map(({ form }) => form);
    const meant = suggest(call.name, Object.keys(kinds));
    throw new TemplateError(
      `there is no filter ${call.name}; there are ${known.join(', ')}`,
      call.at,
      meant && kinds[meant]?.form,
    );
  }
  const [least, most] = kind.args;
  if (call.args.length < least || call.args.length > most) {
    throw new TemplateError(`write the filter as ${kind.form}`, call.at, kind.form);
  }
  return kind.compile(call);
}

/** The value of a row, before its filters. */
export function filteredOf(row: TemplateRow, path: readonly string[]): Filtered {
  return { text: row.text(path), json: () => row.json(path) };
}

export function filteredText(text: string): Filtered {
  return { text, json: () => JSON.stringify(text) };
}

/** What is no time stays as it is: a template must not fail by what a device sends. */
function compileDate({ args: [name], at }: FilterCall): Filter {
  const zone = readZone(name ?? 'local');
  if (typeof zone === 'object') {
    const suggestion = zone.suggestion && `date('${zone.suggestion}')`;
    throw new TemplateError(
      `there is no time zone ${name}: write one as Asia/Shanghai, UTC or +08:00`,
      at,
      suggestion,
    );
  }
  return ({ text }) => {
    const time = timeOf(text);
    return time === undefined ? text : writeTime(time, zone);
  };
}

/** Signs that mean something in one of the Markdowns, each behind a backslash, and no line of its own. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!|<>~]/g, '\\$&').replace(/\s*[\r\n]+\s*/g, ' ');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
