import { z } from 'zod';
import { durationField } from '../../../lib/zod-fields.ts';

const noMatch = z.enum(['allow', 'deny']).meta({ description: 'What counts when no rule matches' });

const denyAction = z
  .enum(['ignore', 'disconnect'])
  .meta({ description: 'What becomes of a client that does what it must not' });

const maxSize = z.int().min(1).max(1024).meta({ description: 'Topics of one client' });

const excludes = z
  .array(z.string().min(1).max(1024))
  .max(100)
  .meta({ description: 'Topic filters whose verdicts are not remembered' });

/** What holds for all sources of access rules, as the configuration and the API show it. */
export const authorizationDocument = z
  .strictObject({
    no_match: noMatch.default('allow'),
    deny_action: denyAction.default('ignore'),
    cache: z
      .strictObject({
        enable: z.boolean().default(true),
        max_size: maxSize.default(32),
        ttl: durationField.default('1m'),
        excludes: excludes.default([]),
      })
      .prefault({}),
  })
  .meta({ id: 'AuthorizationSettings' });

export type AuthorizationDocument = z.output<typeof authorizationDocument>;

/** A change of it: what is left out stays as it is. */
export const authorizationChange = z
  .strictObject({
    no_match: noMatch.optional(),
    deny_action: denyAction.optional(),
    cache: z
      .strictObject({
        enable: z.boolean().optional(),
        max_size: maxSize.optional(),
        ttl: durationField.optional(),
        excludes: excludes.optional(),
      })
      .optional(),
  })
  .meta({ id: 'AuthorizationSettingsChange' });

export function changedDocument(
  { no_match, deny_action, cache }: AuthorizationDocument,
  change: z.output<typeof authorizationChange>,
): AuthorizationDocument {
  return {
    no_match: change.no_match ?? no_match,
    deny_action: change.deny_action ?? deny_action,
    cache: {
      enable: change.cache?.enable ?? cache.enable,
      max_size: change.cache?.max_size ?? cache.max_size,
      ttl: change.cache?.ttl ?? cache.ttl,
      excludes: change.cache?.excludes ?? cache.excludes,
    },
  };
}
