import { z } from 'zod';

export const PastedAddress = z.strictObject({
  url: z.string().max(4096).meta({ description: 'As it was copied, secrets included; it is not kept' }),
});

/** Which connector an address is for. */
export const RecognizedAddress = z
  .object({
    type: z.string().meta({ description: '`webhook` for an address that nobody is known by' }),
    name_suggestion: z.string().optional().meta({ description: 'A name that no connector of the type has' }),
    existing: z
      .array(z.string())
      .meta({ description: 'Connectors that have this very address, whose secrets nobody can read' }),
    problem: z
      .object({ code: z.string(), message: z.string(), message_zh: z.string() })
      .optional()
      .meta({ description: 'Why the address cannot be used as it is, and what to do' }),
  })
  .meta({ id: 'RecognizedAddress' });
export type RecognizedAddress = z.output<typeof RecognizedAddress>;
