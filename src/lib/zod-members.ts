import { z } from 'zod';

/** The names that a schema knows at a place, to guess what a wrong one was meant to be; an index leads into a list. */
export function membersAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here: unknown = schema;
  for (const name of path) here = elementOf(here) ?? shapeOf(here)?.[String(name)];
  return Object.keys(shapeOf(here) ?? {});
}

function elementOf(schema: unknown): unknown {
  const inner = bare(schema);
  return inner instanceof z.ZodArray ? inner.element : undefined;
}

/** Of a union the members of all that it may be. */
function shapeOf(schema: unknown): Readonly<Record<string, unknown>> | undefined {
  const inner = bare(schema);
  if (inner instanceof z.ZodUnion) return Object.assign({}, ...inner.options.map(shapeOf));
  return inner instanceof z.ZodObject ? inner.shape : undefined;
}

function bare(schema: unknown): unknown {
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
      inner = inner.out instanceof z.ZodTransform ? inner.in : inner.out;
    } else {
      return inner;
    }
  }
}
