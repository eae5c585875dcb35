import { z } from 'zod';

export const AdoptBody = z
  .strictObject({
    kind: z.string().max(64).meta({ description: '`rules`, `connectors` …: as a backup calls them' }),
    id: z.string().max(1024),
    file: z
      .string()
      .min(1)
      .max(1024)
      .optional()
      .meta({ description: 'One that is not there yet; found among those of `include` when it is left out' }),
  })
  .meta({ id: 'AdoptionDraft' });

export const Adopted = z
  .object({
    kind: z.string(),
    id: z.string(),
    file: z.string(),
    secrets: z.array(z.string()).meta({ description: 'Members that lie in files of their own now' }),
  })
  .meta({ id: 'Adoption' });
export type Adopted = z.output<typeof Adopted>;

export const JsonSchemaPath = z.object({ name: z.enum(['objects', 'settings']) });
