import type { z } from 'zod';
import type { AlertDraft } from '../alert-settings.ts';

/** What people read, in both languages. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** How a form asks for it. */
export type ParameterType =
  | 'duration'
  | 'integer'
  | 'text'
  | 'texts'
  | 'topic_filter'
  | 'channels'
  | 'severity'
  | 'choice';

/** Something that whoever uses a playbook may say. */
export interface Parameter<Value = unknown> {
  readonly type: ParameterType;
  readonly label: Words;
  /** Undefined: it has to be given. */
  readonly default: Value | undefined;
  readonly schema: z.ZodType<Value>;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  /** What may be chosen. */
  readonly options?: readonly string[] | undefined;
}

export type Parameters = Readonly<Record<string, Parameter>>;

/** What the parameters come to, with their defaults. */
export type ValuesOf<Of extends Parameters> = {
  readonly [Name in keyof Of]: Of[Name] extends Parameter<infer Value> ? Value : never;
};

/** What a playbook makes of its parameters, but for what all rules have. */
export interface Recipe {
  readonly sql: string;
  readonly alert: AlertDraft;
}

/** A rule with an alert, ready but for a few words of those who use it. */
export interface Playbook<Of extends Parameters = Parameters> {
  readonly id: string;
  readonly name: Words;
  readonly description: Words;
  readonly parameters: Of;
  /** What to look at when it rings. */
  readonly check: readonly [Words, Words, Words];
  /** A monitor that tells of the same by itself. */
  readonly monitor?: string | undefined;
  recipe(values: ValuesOf<Of>): Recipe;
}

/** Keeps the types of the parameters while it is written. */
export function playbook<const Of extends Parameters>(book: Playbook<Of>): Playbook {
  // A playbook is called with what its own parameters were read to.
  return book as unknown as Playbook;
}
