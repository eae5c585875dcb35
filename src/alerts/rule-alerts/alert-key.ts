import { compileTemplate, type Template, type TemplateRow } from '../../delivery/door.ts';
import { fingerprint } from '../../lib/fingerprint.ts';
import { placeholdersIn } from '../../lib/placeholder.ts';

/** UTF-16 units of what is kept in memory for every alert. */
const LONGEST = 1024;

/** The key of a rule's alerts: what tells one subject from another. */
export class AlertKey {
  readonly #template: Template;
  /** Of the placeholders that have no default. */
  readonly #needed: readonly (readonly string[])[];
  readonly #isConstant: boolean;
  /** Of what has no key: the rule as a whole. */
  readonly #rule: string;

  constructor(template: string, ruleId: string) {
    const placeholders = placeholdersIn(template);
    this.#template = compileTemplate(template, 'raw');
    this.#needed = placeholders.filter(({ fallback }) => !fallback).map(({ path }) => path);
    this.#isConstant = placeholders.length === 0;
    this.#rule = ruleId;
  }

  /** Nothing that it is made of has a value. */
  isMissing(row: TemplateRow): boolean {
    return this.#needed.length > 0 && this.#needed.every((path) => isNothing(row.value(path)));
  }

  /** What is longer than can be kept ends in a fingerprint of the whole, so that two keys stay two. */
  of(row: TemplateRow): string {
    if (!this.#isConstant && this.isMissing(row)) return this.#rule;
    // As it is on the disk, where half a surrogate pair cannot be.
    const key = this.#template.render(row).toWellFormed();
    if (key === '') return this.#rule;
    if (key.length <= LONGEST) return key;
    return `${key.slice(0, LONGEST - 33).toWellFormed()}…${fingerprint(key)}`;
  }
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
