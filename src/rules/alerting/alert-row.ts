import type { TemplateRow } from '../../delivery/door.ts';
import { type RowSource, toJsonText, toTemplateText, type Value } from '../../sql/door.ts';
import type { RowTemplate } from '../row-template.ts';

/** A row as the texts of an alert read it: the client of the event is known, whatever the rule selects. */
export class AlertRow implements TemplateRow {
  readonly #row: RowTemplate;
  readonly #source: RowSource;

  constructor(row: RowTemplate, source: RowSource) {
    this.#row = row;
    this.#source = source;
  }

  value(path: readonly string[]): Value {
    return isClient(path) ? this.optional(path) : this.#row.value(path);
  }

  optional(path: readonly string[]): Value {
    const value = this.#row.optional(path);
    return value === undefined && isClient(path) ? this.#source.column('clientid') : value;
  }

  names(): string[] {
    return this.#row.names();
  }

  text(path: readonly string[]): string {
    return toTemplateText(this.value(path));
  }

  json(path: readonly string[]): string {
    return toJsonText(this.value(path));
  }
}

function isClient(path: readonly string[]): boolean {
  return path.length === 1 && path[0] === 'clientid';
}
