import { z } from 'zod';
import { parseByteSize } from './byte-size.ts';
import { parseDuration } from './duration.ts';

const textOrNumber = z.union([z.string(), z.number()], {
  error: 'write a text such as 15s or a whole number',
});

/** A million days: so long from now is still a date. */
const LONGEST_DURATION = 86_400_000_000_000;

/** A finite duration, kept as it was given: the API answers `15s` with `15s`. Read it with `parseDuration`. */
export const durationField = textOrNumber
  .refine((value) => isBounded(parseDuration(value)), {
    error: 'not a duration: write it like 15s, 500ms, 1m30s or 7d; a bare number is milliseconds',
  })
  .refine((value) => (parseDuration(value) ?? 0) <= LONGEST_DURATION, { error: 'longer than 1000000d' });

/** The same, or `infinity`. */
export const durationOrInfinityField = textOrNumber.refine((value) => parseDuration(value) !== undefined, {
  error: 'not a duration: write it like 15s, 1m30s, 7d or infinity; a bare number is milliseconds',
});

/** A finite number of bytes, kept as it was given. Read it with `parseByteSize`. */
export const byteSizeField = textOrNumber.refine((value) => isBounded(parseByteSize(value)), {
  error: 'not a size: write it like 256MB, 4KB or 1GB; a bare number is bytes',
});

function isBounded(value: number | undefined): boolean {
  return value !== undefined && Number.isFinite(value);
}

/** A setting of EMQX that has no meaning here. */
export const unusedField = <Schema extends z.ZodType>(schema: Schema) =>
  schema.optional().meta({ description: 'Accepted so that existing scripts keep working; has no effect.' });

/** Checks what it is given as `schema` does, and gives it back as it was written: without defaults, texts as they were. */
export function asWritten<Schema extends z.ZodType>(
  schema: Schema,
): z.ZodType<z.input<Schema>, z.input<Schema>> {
  const checked = schema.clone();
  const { run } = checked._zod;
  checked._zod.run = (payload, context) => {
    const { value } = payload;
    const restore = (after: z.core.ParsePayload): z.core.ParsePayload => {
      after.value = value;
      return after;
    };
    const after = run(payload, context);
    return after instanceof Promise ? after.then(restore) : restore(after);
  };
  return checked as z.ZodType<z.input<Schema>, z.input<Schema>>;
}
