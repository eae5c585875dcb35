import type { Arity } from '../../texts/sql-messages.ts';
import { isFloat, isInteger, isList, isMap, isText, type Value } from '../values.ts';

/** What a value can be, as far as the text of a rule tells. */
export type Kind = 'boolean' | 'integer' | 'float' | 'text' | 'list' | 'map';

/** The types of arguments and results, with the kinds of values that they take. Booleans pass as text, as in EMQX. */
export const valueTypes = {
  any: ['boolean', 'integer', 'float', 'text', 'list', 'map'],
  boolean: ['boolean'],
  integer: ['integer'],
  float: ['float'],
  number: ['integer', 'float'],
  text: ['text', 'boolean'],
  /** Text of any bytes; the length counts bytes. */
  bytes: ['text'],
  list: ['list'],
  map: ['map'],
} as const satisfies Readonly<Record<string, readonly Kind[]>>;

export type ValueType = keyof typeof valueTypes;

export interface Parameter {
  readonly name: string;
  /** One of them is enough. */
  readonly types: readonly ValueType[];
  /** Texts that it may be, when it is one of a few. */
  readonly words: readonly string[];
  /** It stands for any number of arguments, none included. */
  readonly rest: boolean;
}

/** The parameters of a form such as `s: text, where: 'leading' | 'trailing'`. @throws TypeError */
export function parametersOf(form: string): Parameter[] {
  return form === '' ? [] : form.split(', ').map(parameterOf);
}

function parameterOf(text: string): Parameter {
  const [name = '', alternatives = ''] = text.split(': ');
  const parts = alternatives.split(' | ');
  const words = parts.filter(isQuoted).map((part) => part.slice(1, -1));
  const types = parts.filter((part) => !isQuoted(part));
  for (const type of types) if (!isValueType(type)) throw new TypeError(`${text}: there is no type ${type}`);
  return { name, types: types as ValueType[], words, rest: name === '…' };
}

function isQuoted(part: string): boolean {
  return /^'.+'$/.test(part);
}

function isValueType(name: string): name is ValueType {
  return Object.hasOwn(valueTypes, name);
}

/** Whether a value may be right; of what is not known yet (undefined, null) nothing is said. */
export function accepts({ types, words }: Parameter, kind: Kind): boolean {
  const byType = types.some((type) => (valueTypes[type] as readonly Kind[]).includes(kind));
  return byType || (words.length > 0 && kind === 'text');
}

/** The kind of a value; undefined and null have none. */
export function kindNameOf(value: Value): Kind | undefined {
  if (typeof value === 'boolean') return 'boolean';
  if (isInteger(value)) return 'integer';
  if (isFloat(value)) return 'float';
  if (isText(value)) return 'text';
  if (isList(value)) return 'list';
  return isMap(value) ? 'map' : undefined;
}

export function arityOf(forms: readonly string[]): Arity {
  const lists = forms.map(parametersOf);
  const counts = lists.map((list) => list.filter(({ rest }) => !rest).length);
  return {
    counts: [...new Set(counts)].sort((a, b) => a - b),
    more: lists.some((list) => list.at(-1)?.rest),
  };
}
