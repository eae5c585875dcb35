/** What of JSON Schema the API's descriptions of settings use. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

export type Settings = Readonly<Record<string, unknown>>;

/** One of several forms that a value may have. */
export interface Variant {
  /** `influxdb_api_v2`, `none`, `list` … */
  readonly name: string;
  readonly schema: JsonSchema;
  readonly shape: Shape;
}

/** How a setting is asked for. */
export type Shape =
  | { readonly kind: 'text'; readonly multiline: boolean; readonly isNumberToo: boolean }
  | { readonly kind: 'secret' | 'duration' | 'size' | 'boolean' | 'map' | 'json' }
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'number'; readonly min: number | undefined; readonly max: number | undefined }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'texts'; readonly options: readonly string[] | undefined }
  | { readonly kind: 'list'; readonly item: JsonSchema }
  | { readonly kind: 'group' }
  | { readonly kind: 'union'; readonly variants: readonly Variant[] };

const SECRET =
  /(?:password|passwd|secret|token|api_?key|access_?key|private_?key|routing_key|credentials|seed|cookie)$/i;
const LONG =
  /^(?:body|text|markdown|sql|value|payload|payload_template|write_syntax|template|cacertfile|certfile|keyfile|custom_details)$/;
const SIZE = /\d(?:KB|MB|GB)$/;

/** @param path names of the members around it, its own last */
export function shapeOf(schema: JsonSchema, path: readonly string[]): Shape {
  const name = path.at(-1) ?? '';
  if (schema.const !== undefined) return { kind: 'constant', value: schema.const };
  const forms = schema.oneOf ?? schema.anyOf;
  if (forms) return shapeOfUnion(forms, path);
  if (schema.enum) return { kind: 'choice', options: schema.enum.map(String) };
  const type = typeof schema.type === 'string' ? schema.type : undefined;
  if (Array.isArray(schema.type)) {
    return { kind: SIZE.test(String(schema.default)) || /size|bytes/.test(name) ? 'size' : 'duration' };
  }
  switch (type) {
    case 'boolean':
      return { kind: 'boolean' };
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        min: plausible(schema.minimum ?? schema.exclusiveMinimum),
        max: plausible(schema.maximum),
      };
    case 'string':
      return isSecret(path)
        ? { kind: 'secret' }
        : { kind: 'text', multiline: LONG.test(name), isNumberToo: false };
    case 'array':
      return shapeOfArray(schema);
    case 'object':
      if (schema.properties) return { kind: 'group' };
      return typeof schema.additionalProperties === 'object' ? { kind: 'map' } : { kind: 'json' };
    default:
      return { kind: 'json' };
  }
}

/** In the parameters of an action `routing_key` says where a message goes, and is no secret. */
function isSecret(path: readonly string[]): boolean {
  const name = path.at(-1) ?? '';
  return SECRET.test(name) && !(path[0] === 'parameters' && /^routing/.test(name));
}

/** The bounds of whole numbers of JavaScript are none that anybody wants to read. */
function plausible(bound: number | undefined): number | undefined {
  return bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : bound;
}

function shapeOfArray({ items = {} }: JsonSchema): Shape {
  if (items.enum) return { kind: 'texts', options: items.enum.map(String) };
  return items.type === 'string' ? { kind: 'texts', options: undefined } : { kind: 'list', item: items };
}

function shapeOfUnion(forms: readonly JsonSchema[], path: readonly string[]): Shape {
  const types = forms.map(({ type }) => type);
  const texts = forms.find(({ type, items }) => type === 'array' && items?.type === 'string');
  if (texts && types.includes('string') && forms.length === 2) return { kind: 'texts', options: undefined };
  if (
    forms.every(({ type, const: only }) => only === undefined && (type === 'integer' || type === 'string'))
  ) {
    return { kind: 'text', multiline: false, isNumberToo: true };
  }
  if (forms.every(({ const: only }) => only !== undefined)) {
    return { kind: 'choice', options: forms.map(({ const: only }) => String(only)) };
  }
  return {
    kind: 'union',
    variants: forms.map((schema) => ({ name: variantName(schema), schema, shape: shapeOf(schema, path) })),
  };
}

function variantName(schema: JsonSchema): string {
  if (schema.const !== undefined) return String(schema.const);
  const named = Object.values(schema.properties ?? {}).find((property) => property.const !== undefined);
  if (named) return String(named.const);
  if (schema.type === 'array') return 'list';
  if (schema.type === 'object') return schema.properties ? 'separate' : 'map';
  return String(schema.type);
}

/** Which of the forms a value has; the first when it has none of them. */
export function variantOf(variants: readonly Variant[], value: unknown): Variant | undefined {
  return (
    variants.find(({ schema }) => fits(schema, value)) ?? (value === undefined ? undefined : variants[0])
  );
}

function fits(schema: JsonSchema, value: unknown): boolean {
  if (schema.const !== undefined) return value === schema.const;
  if (schema.type === 'array') return Array.isArray(value);
  if (schema.type === 'object') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return Object.entries(schema.properties ?? {}).every(
      ([name, { const: only }]) => only === undefined || (value as Settings)[name] === only,
    );
  }
  if (schema.type === 'integer' || schema.type === 'number') return typeof value === 'number';
  return typeof value === schema.type;
}

/** What a variant begins with: the members that say which one it is. */
export function emptyVariant({ schema }: Variant): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.type === 'array') return [];
  if (schema.type === 'object') {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).flatMap(([name, { const: only }]) =>
        only === undefined ? [] : [[name, only]],
      ),
    );
  }
  return undefined;
}

/** Settings that are taken and do nothing are not asked for. */
export function hasNoEffect({ description = '' }: JsonSchema): boolean {
  return description.startsWith('Accepted ');
}
