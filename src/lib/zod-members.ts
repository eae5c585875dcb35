import { z } from 'zod';

/** The names that a schema knows at a place, to guess what a wrong one was meant to be. */
export function membersAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here: unknown = schema;
  for (const name of path) here = shapeOf(here)?.[String(name)];
  return Object.keys(shapeOf(here) ?? {});
}

function shapeOf(schema: unknown): Readonly<Record<string, unknown>> | undefined {
  let inner = schema;
  while (true) {
    if (
      inner instanceof z.ZodPrefault ||
      inner instanceof z.ZodDefault ||
      inner instanceof z.ZodOptional ||
      inner instanceof z.ZodNullable
    ) {
      inner = inner.unwrap();
    } else if (inner instanceof z.ZodPipe) {
      inner = inner.out;
    } else {
      break;
    }
  }
  return inner instanceof z.ZodObject ? inner.shape : undefined;
}
