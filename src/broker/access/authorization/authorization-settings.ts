import { z } from 'zod';
import { formatDuration, parseDuration } from '../../../lib/duration.ts';
import { durationField } from '../../../lib/zod-fields.ts';

/** What holds for all sources of access rules. */
export interface AuthorizationSettings {
  /** What counts when no rule matches. */
  readonly noMatch: 'allow' | 'deny';
  /** What becomes of a client that does what it must not: nothing happens, or it is disconnected. */
  readonly denyAction: 'ignore' | 'disconnect';
  /** What is remembered of the verdicts on each client. */
  readonly cache: {
    readonly enable: boolean;
    /** Topics of one client. */
    readonly maximumSize: number;
    /** Milliseconds. */
    readonly ttl: number;
    /** Topic filters whose verdicts are not remembered. */
    readonly excludes: readonly string[];
  };
}

/** The same as the API shows and takes it; what is left out gets its default. */
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

export const DEFAULT_SETTINGS = settingsOf(authorizationDocument.parse({}));

export function settingsOf({ no_match, deny_action, cache }: AuthorizationDocument): AuthorizationSettings {
  return {
    noMatch: no_match,
    denyAction: deny_action,
    cache: {
      enable: cache.enable,
      maximumSize: cache.max_size,
      ttl: parseDuration(cache.ttl) ?? 0,
      excludes: cache.excludes,
    },
  };
}

/** A time that was given as a number is shown as a text. */
export function viewOf(document: AuthorizationDocument): AuthorizationDocument {
  const { ttl } = document.cache;
  if (typeof ttl === 'string') return document;
  return { ...document, cache: { ...document.cache, ttl: formatDuration(ttl) } };
}
