import { compileTemplate, factsOf, type TemplateRow } from '../../delivery/door.ts';
import { solePlaceholder } from '../../lib/placeholder.ts';
import type { AlertSourceId, LocalText } from '../alert.ts';
import type { Condition } from '../alert-book.ts';
import type { AlertSettings } from '../alert-settings.ts';
import type { Raising } from '../raising.ts';
import { AlertKey } from './alert-key.ts';

/** UTF-16 units of what is kept in memory for every alert. */
const LONGEST = { title: 500, text: 4000, url: 2000, label: 500 };

/** Milliseconds, for a client that only plays an outage; undefined for all others. */
export type ShortenedGrace = (clientId: string) => number | undefined;

type Render<Text> = (row: TemplateRow) => Text;

/** Fills the texts of a rule's alert with a row. */
export class AlertTemplates {
  readonly #source: AlertSourceId;
  readonly #settings: AlertSettings;
  readonly #key: AlertKey;
  readonly #title: Render<LocalText>;
  readonly #summary: Render<LocalText> | undefined;
  readonly #description: Render<LocalText> | undefined;
  readonly #runbookUrl: Render<string> | undefined;
  readonly #labels: Render<Readonly<Record<string, string>>>;
  readonly #graceOf: ShortenedGrace;

  constructor(source: AlertSourceId, settings: AlertSettings, graceOf: ShortenedGrace = () => undefined) {
    this.#graceOf = graceOf;
    const { title, summary, description, runbook_url, labels } = settings;
    this.#source = source;
    this.#settings = settings;
    this.#key = new AlertKey(settings.key, source.kind === 'rule' ? source.id : source.name);
    this.#title = local(title, LONGEST.title);
    this.#summary = summary === undefined ? undefined : local(summary, LONGEST.text);
    this.#description = description === undefined ? undefined : local(description, LONGEST.text);
    this.#runbookUrl = runbook_url === undefined ? undefined : address(runbook_url);
    this.#labels = labelsOf(labels);
  }

  /** Of the rule as a whole, when nothing that the key is made of has a value. */
  key(row: TemplateRow): string {
    return this.#key.of(row);
  }

  isKeyMissing(row: TemplateRow): boolean {
    return this.#key.isMissing(row);
  }

  condition({ row, subject, at }: Raising, key: string): Condition {
    const grace = subject && this.#graceOf(subject.clientId);
    return {
      source: this.#source,
      key,
      severity: this.#settings.severity,
      title: this.#title(row),
      summary: this.#summary?.(row),
      description: this.#description?.(row),
      runbookUrl: this.#runbookUrl?.(row),
      labels: this.#labels(row),
      subject,
      // Whoever reads of it is told why it came so soon.
      facts: grace === undefined ? factsOf(row) : { ...factsOf(row), simulated: `${grace / 1000} s` },
      at,
      grace,
    };
  }
}

/** A text without placeholders is the same object for all alerts. */
function text(template: string, longest: number): Render<string> {
  if (!template.includes('${')) return () => template;
  const compiled = compileTemplate(template, 'raw');
  return (row) => cut(compiled.render(row), longest);
}

/** Values stay within their part of the address; one that is the whole address is taken as it is. */
function address(template: string): Render<string> {
  if (solePlaceholder(template)) return text(template, LONGEST.url);
  const compiled = compileTemplate(template, 'path');
  return (row) => cut(compiled.render(row), LONGEST.url);
}

function local(template: LocalText, longest: number): Render<LocalText> {
  if (typeof template === 'string') return text(template, longest);
  if (!`${template.en}${template.zh}`.includes('${')) return () => template;
  const en = text(template.en, longest);
  const zh = text(template.zh, longest);
  return (row) => ({ en: en(row), zh: zh(row) });
}

function labelsOf(templates: Readonly<Record<string, string>>): Render<Readonly<Record<string, string>>> {
  const names = Object.keys(templates);
  if (!Object.values(templates).some((template) => template.includes('${'))) return () => templates;
  const renders = names.map((name) => [name, text(templates[name] ?? '', LONGEST.label)] as const);
  return (row) => Object.fromEntries(renders.map(([name, render]) => [name, render(row)]));
}

function cut(rendered: string, longest: number): string {
  return rendered.length <= longest ? rendered : `${rendered.slice(0, longest - 1).toWellFormed()}…`;
}
