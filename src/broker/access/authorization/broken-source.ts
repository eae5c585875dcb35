import type { Logger } from '../../../lib/logger.ts';
import { AccessError } from '../access-error.ts';
import { type AuthorizationSource, BrokenSource } from './source.ts';
import type { SourceType } from './source-settings.ts';

/** What `open` makes, or a source that denies everything when it cannot do its work as it is set. */
export function orDeny(
  type: SourceType,
  open: () => AuthorizationSource,
  logger: Logger,
): AuthorizationSource {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof AccessError)) throw error;
    logger.error(
      { source: type },
      `a source of access rules cannot do its work and denies everything that reaches it: ${error.message}`,
    );
    return new BrokenSource(error.message);
  }
}
