import { formatDuration, parseDuration } from '../../../lib/duration.ts';
import type { AuthorizationDocument } from './authorization-document.ts';

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

/** Those of an empty document. */
export const DEFAULT_SETTINGS = settingsOf({
  no_match: 'allow',
  deny_action: 'ignore',
  cache: { enable: true, max_size: 32, ttl: '1m', excludes: [] },
});

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
