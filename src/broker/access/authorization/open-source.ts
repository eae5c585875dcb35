import type { Clock } from '../../../lib/clock.ts';
import type { Logger } from '../../../lib/logger.ts';
import { orDeny } from './broken-source.ts';
import { ConfiguredSource } from './configured-source.ts';
import { FileSource } from './file-source.ts';
import { HttpSource } from './http-source.ts';
import type { RuleDatabase } from './rule-database.ts';
import type { AuthorizationSource } from './source.ts';
import type { SourceSettings } from './source-settings.ts';

export interface SourceParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly database: RuleDatabase;
}

/** @throws AccessError BAD_REQUEST when it cannot do its work as it is set */
export function openSource(settings: SourceSettings, parts: SourceParts): ConfiguredSource {
  return new ConfiguredSource(settings, makeSource(settings, parts), parts.clock);
}

/** One that cannot do its work stays in its place and denies what comes as far: nothing is allowed by a broken file. */
export function openSourceOrDeny(settings: SourceSettings, parts: SourceParts): ConfiguredSource {
  return new ConfiguredSource(
    settings,
    orDeny(settings.type, () => makeSource(settings, parts), parts.logger),
    parts.clock,
  );
}

function makeSource(settings: SourceSettings, parts: SourceParts): AuthorizationSource {
  switch (settings.type) {
    case 'file':
      return new FileSource(settings);
    case 'built_in_database':
      return parts.database;
    case 'http':
      return new HttpSource(settings, parts);
  }
}
