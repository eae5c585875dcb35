import { z } from 'zod';
import { parseBind } from '../broker/listeners/bind.ts';
import { parseByteSize } from '../lib/byte-size.ts';
import { parseDuration } from '../lib/duration.ts';
import { parseRateLimit } from '../lib/rate-text.ts';

/** What a setting takes: every refusal of a value names it, in the reader's language. */
export type Takes =
  | { readonly kind: 'integer' | 'number'; readonly min: number; readonly max: number }
  /** Limits in milliseconds; `Infinity` is written `infinity`. */
  | { readonly kind: 'duration'; readonly min: number; readonly max: number }
  /** Limits in bytes. */
  | { readonly kind: 'size'; readonly min: number; readonly max: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly of: ReadonlyArray<string | boolean> }
  | {
      readonly kind:
        | 'nodeName'
        | 'host'
        | 'bind'
        | 'url'
        | 'urlPath'
        | 'basePath'
        | 'topicPrefix'
        | 'username'
        | 'password'
        | 'file';
    }
  /** Items are objects or texts with a schema of their own; a refusal names the place in the list. */
  | { readonly kind: 'list' }
  | { readonly kind: 'rate' | 'topicPriorities' | 'pem' | 'text' | 'keepalive' }
  | { readonly kind: 'section' };

/** Attached to the innermost schema of a setting, where `takesOf` finds it below its default. */
export function taking<Schema extends z.ZodType>(schema: Schema, takes: Takes): Schema {
  return schema.meta({ takes }) as Schema;
}

export function takesOf(schema: z.ZodType): Takes {
  const takes = bare(schema).meta()?.takes as Takes | undefined;
  return takes ?? { kind: 'section' };
}

/** The schema below `prefault` and `optional`. */
function bare(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
    ? bare(schema.def.innerType as z.ZodType)
    : schema;
}

/** The settings of a section by name; `undefined` for a single setting. */
export function membersOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> | undefined {
  const inner = bare(schema);
  return inner instanceof z.ZodObject ? (inner.shape as Record<string, z.ZodType>) : undefined;
}

export const integer = (min: number, max: number) =>
  taking(z.int().min(min).max(max), { kind: 'integer', min, max });

/** A whole number, or `infinity`. */
export const integerOrInfinity = (min: number) =>
  taking(z.union([z.int().min(min), z.literal('infinity').transform(() => Infinity)]), {
    kind: 'integer',
    min,
    max: Infinity,
  });

export const number = (min: number, max: number) =>
  taking(z.number().min(min).max(max), { kind: 'number', min, max });

export const flag = () => taking(z.boolean(), { kind: 'flag' });

export const choice = <const Options extends readonly [string, ...string[]]>(of: Options) =>
  taking(z.enum(of), { kind: 'choice', of });

export const loopbackOrFlag = () =>
  taking(z.union([z.literal('loopback'), z.boolean()]), { kind: 'choice', of: ['loopback', true, false] });

/** Written as a duration, read as milliseconds. */
export const duration = (shortest: string, longest: string) =>
  quantity('duration', parseDuration, shortest, longest);

/** The same, kept as it was written: the API shows `3s` as `3s`. */
export const durationText = (shortest: string, longest: string) =>
  quantityText('duration', parseDuration, shortest, longest);

/** A size, kept as it was written. */
export const sizeText = (smallest: string, largest: string) =>
  quantityText('size', parseByteSize, smallest, largest);

function quantityText(
  kind: 'duration' | 'size',
  parse: (text: string | number) => number | undefined,
  smallest: string,
  largest: string,
) {
  const min = parse(smallest) ?? 0;
  const max = parse(largest) ?? Infinity;
  const schema = z.union([z.string(), z.number()]).refine((text) => {
    const value = parse(text);
    return value !== undefined && value >= min && value <= max;
  });
  return taking(schema, { kind, min, max });
}

/** Written as a size, read as bytes. */
export const size = (smallest: string, largest: string) => quantity('size', parseByteSize, smallest, largest);

function quantity(
  kind: 'duration' | 'size',
  parse: (text: string | number) => number | undefined,
  smallest: string,
  largest: string,
) {
  const min = parse(smallest) ?? 0;
  const max = parse(largest) ?? Infinity;
  const schema = z.union([z.string(), z.number()]).transform((text, context) => {
    const value = parse(text);
    if (value !== undefined && value >= min && value <= max) return value;
    context.addIssue({ code: 'custom', message: `not a ${kind} within the limits` });
    return z.NEVER;
  });
  return taking(schema, { kind, min, max });
}

export const qos = () => taking(z.literal([0, 1, 2]), { kind: 'integer', min: 0, max: 2 });

export const port = () => integer(0, 65_535);

/** `tocsin@127.0.0.1`, as EMQX names its nodes. */
export const nodeName = () =>
  taking(
    z
      .string()
      .max(255)
      .regex(/^[A-Za-z0-9_-]+@[A-Za-z0-9.:_-]+$/),
    { kind: 'nodeName' },
  );

/** A name or an address; what it resolves to shows when the listener opens. */
export const host = () =>
  taking(
    z
      .string()
      .max(255)
      .regex(/^[A-Za-z0-9.:_%-]+$/),
    { kind: 'host' },
  );

/** `18084`, `127.0.0.1:18084`, `[::1]:18084`, as EMQX writes it; 0 alone is off. */
export const bind = () =>
  taking(
    z
      .union([z.string(), z.number()])
      .transform(String)
      // What is said of a section as a whole is said of one whose parts can be read.
      .refine((text) => parseBind(text) !== undefined, { abort: true }),
    { kind: 'bind' },
  );

export const urlPath = () =>
  taking(
    z
      .string()
      .max(255)
      .regex(/^\/[A-Za-z0-9._~/-]*$/),
    { kind: 'urlPath' },
  );

/** The beginning of topic names; the empty text is none. */
export const topicPrefix = () =>
  taking(
    z
      .string()
      .max(512)
      .regex(/^[^+#\0]*$/),
    { kind: 'topicPrefix' },
  );

/** Written as a YAML list, or as JSON in a flag. What is wrong inside of it is told by the messages of its schema. */
export const list = <Item extends z.ZodType>(item: Item, longest: number) =>
  taking(z.array(item).max(longest), { kind: 'list' });

/** So much in a period: `1000/s`, `10MB/s`, `500/10s`, or `infinity`. */
export const rate = () =>
  taking(
    z.string().transform((text, context) => {
      const limit = parseRateLimit(text);
      if (limit) return limit;
      context.addIssue({ code: 'custom', message: 'not a rate' });
      return z.NEVER;
    }),
    { kind: 'rate' },
  );

/** The same, kept as it was written. */
export const rateText = () =>
  taking(
    z.string().refine((text) => parseRateLimit(text) !== undefined),
    { kind: 'rate' },
  );

/** `disabled`, or a map from topic names to 1 … 255, written as a YAML map, or as JSON in a flag. */
export const topicPriorities = () =>
  taking(
    z.union([
      z.literal('disabled'),
      z
        .record(z.string().min(1).max(65_535), z.int().min(1).max(255))
        .transform((byTopic): ReadonlyMap<string, number> => new Map(Object.entries(byTopic))),
    ]),
    { kind: 'topicPriorities' },
  );

export const file = () => taking(z.string().min(1).max(4096), { kind: 'file' });

export const username = (schema: z.ZodString) => taking(schema, { kind: 'username' });

export const password = (schema: z.ZodString) => taking(schema, { kind: 'password' });
