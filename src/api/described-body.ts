import { z } from 'zod';

/**
 * A schema that validates as `body` and stands in the OpenAPI description as `full`, which another floor checks
 * once it has put old names of settings right.
 */
export function describedAs<Body extends z.ZodType>(body: Body, id: string, full: z.ZodType): Body {
  const { $schema: _, ...description } = z.toJSONSchema(full, { io: 'input', unrepresentable: 'any' });
  return body.meta({ ...description, id });
}
