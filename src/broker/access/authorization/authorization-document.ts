import { z } from 'zod';
import { durationField } from '../../../lib/zod-fields.ts';

/** What holds for all sources of access rules, as the API shows and takes it; what is left out gets its default. */
export const authorizationDocument = z
  .strictObject({
    no_match: z
      .enum(['allow', 'deny'])
      .default('allow')
      .meta({ description: 'What counts when no rule matches' }),
    deny_action: z
      .enum(['ignore', 'disconnect'])
      .default('ignore')
      .meta({ description: 'What becomes of a client that does what it must not' }),
    cache: z
      .strictObject({
        enable: z.boolean().default(true),
        max_size: z.int().min(1).max(1024).default(32).meta({ description: 'Topics of one client' }),
        ttl: durationField.default('1m'),
        excludes: z
          .array(z.string().min(1).max(1024))
          .max(100)
          .default([])
          .meta({ description: 'Topic filters whose verdicts are not remembered' }),
      })
      .prefault({}),
  })
  .meta({ id: 'AuthorizationSettings' });

export type AuthorizationDocument = z.output<typeof authorizationDocument>;
