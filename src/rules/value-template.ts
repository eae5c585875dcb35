import { compileTemplate, type Template } from '../delivery/templates/template.ts';
import type { Value } from '../sql/door.ts';
import type { RowTemplate } from './row-template.ts';

const SOLE_PLACEHOLDER = /^\$\{\.?([A-Za-z0-9_.]*)\}$/;

/** A template as republish has it: inserted without any escaping, and a lone placeholder keeps its value's kind. */
export class ValueTemplate {
  readonly #template: Template;
  /** Of the only placeholder, when the template is nothing else. */
  readonly #path: readonly string[] | undefined;

  constructor(text: string) {
    this.#template = compileTemplate(text, 'raw');
    const name = SOLE_PLACEHOLDER.exec(text)?.[1];
    this.#path = name === '' ? [] : name?.split('.');
  }

  text(row: RowTemplate): string {
    return this.#template.render(row);
  }

  /** What a lone placeholder stands for, the text otherwise. */
  value(row: RowTemplate): Value {
    return this.#path ? row.value(this.#path) : this.text(row);
  }

  /** The same where nothing is wrong with a lone placeholder without a value. */
  optional(row: RowTemplate): Value {
    return this.#path ? row.optional(this.#path) : this.text(row);
  }

  /** A lone placeholder hands bytes on as they are. */
  bytes(row: RowTemplate): Buffer {
    const value = this.value(row);
    return Buffer.isBuffer(value) ? value : Buffer.from(this.text(row));
  }
}
