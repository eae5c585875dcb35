import { z } from 'zod';

/** The body of every refusal. `code` is for programs, `message` for people. */
export const Problem = z
  .looseObject({ code: z.string(), message: z.string() })
  .meta({ id: 'Problem', description: 'Why a request was refused. Other members may follow.' });
export type Problem = z.output<typeof Problem>;

/** An answer without a body. */
/** Of an object that lies in a file; who sends it back need not take it out. */
export const fileMember = z
  .string()
  .optional()
  .meta({ description: "Where it lies, if it is a file's; the API cannot change it" });

export const Nothing = z.undefined().meta({ description: 'Done; no body' });

export const Timestamp = z
  .string()
  .meta({ format: 'date-time', description: "RFC 3339 with milliseconds and the server's zone offset" });

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** `Date.parse` takes 30 February for 2 March. */
function isRfc3339(text: string): boolean {
  if (!RFC_3339.test(text) || Number.isNaN(Date.parse(text))) return false;
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return date.getUTCDate() === Number(text.slice(8, 10));
}

/** The end of the year 9999: as good as any later one, of which there is no text. */
const LAST_MOMENT = 253_402_300_799_999;

/** A moment in a query, as Unix milliseconds: RFC 3339, or digits in the unit that the endpoint states. */
export const momentField = (unit: 'seconds' | 'milliseconds') =>
  z
    .string()
    .refine((text) => /^\d{1,16}$/.test(text) || isRfc3339(text), {
      error: `write RFC 3339 such as 2026-01-31T12:00:00.000%2B08:00, or Unix ${unit}`,
    })
    .transform((text) =>
      Math.min(
        /^\d+$/.test(text) ? Number(text) * (unit === 'seconds' ? 1000 : 1) : Date.parse(text),
        LAST_MOMENT,
      ),
    );

/** The same in a body, where milliseconds may be a number as well. */
export const momentInBody = z
  .union([z.int().min(0), momentField('milliseconds')], {
    error: 'write RFC 3339 such as 2026-01-31T12:00:00.000+08:00, or Unix milliseconds',
  })
  .refine((time) => time < LAST_MOMENT, { error: 'lies behind the year 9999: write Unix milliseconds' });

/** A query key that may stand there several times, as an array. */
export const repeatableField = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat());

export const booleanField = z.preprocess(
  (text) => (text === 'true' ? true : text === 'false' ? false : text),
  z.boolean(),
);

/** A whole number in a query, within bounds. */
export const integerField = (minimum: number, maximum: number) =>
  z.preprocess(
    (text) => (typeof text === 'string' && /^-?\d{1,15}$/.test(text) ? Number(text) : text),
    z.int().min(minimum).max(maximum),
  );

const MAXIMUM_LIMIT = 10_000;

export const pageLimit = integerField(1, MAXIMUM_LIMIT)
  .default(100)
  .meta({ description: '1 to 10000; default 100' });

export const PageQuery = z.object({
  page: integerField(1, Number.MAX_SAFE_INTEGER).default(1).meta({ description: 'From 1; default 1' }),
  limit: pageLimit,
});
export type PageQuery = z.output<typeof PageQuery>;

export const PageMeta = z
  .object({
    page: z.int(),
    limit: z.int(),
    count: z
      .int()
      .optional()
      .meta({ description: 'Matching rows before paging; left out with a fuzzy filter' }),
    hasnext: z.boolean(),
  })
  .meta({ id: 'PageMeta' });
export type PageMeta = z.output<typeof PageMeta>;

export const pageOf = <Row extends z.ZodType>(row: Row) => z.object({ data: z.array(row), meta: PageMeta });
export interface Page<Row> {
  data: Row[];
  meta: PageMeta;
}

export const ErrorCode = z.object({ code: z.string(), description: z.string() }).meta({ id: 'ErrorCode' });
export type ErrorCode = z.output<typeof ErrorCode>;

const ENCODED = '~base64url:';

/**
 * A name in a path, percent-encoded, or `~base64url:` and its UTF-8 as base64url: what programs take for a part of the
 * path itself, such as `..`, can be said only so.
 */
export const nameInPath = z
  .string()
  .transform((text) =>
    text.startsWith(ENCODED) ? Buffer.from(text.slice(ENCODED.length), 'base64url').toString() : text,
  );
