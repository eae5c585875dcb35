import { z } from 'zod';
import { sourceSettings } from '../broker/access/authorization/source-settings.ts';
import { choice, duration, flag, integer, list } from './config-fields.ts';

const cache = z.strictObject({
  enable: flag().prefault(true).describe('Whether verdicts on a client are remembered while it is connected'),
  max_size: integer(1, 1024).prefault(32).describe('Topics of one client whose verdicts are remembered'),
  ttl: duration('1s', '1d').prefault('1m').describe('How long a verdict is remembered'),
  excludes: list(z.string().min(1).max(1024), 100)
    .prefault([])
    .describe('Topic filters whose verdicts are not remembered'),
});

/** Who may publish and subscribe to what. */
export const authorization = z.strictObject({
  no_match: choice(['allow', 'deny']).prefault('allow').describe('What counts when no rule matches'),
  deny_action: choice(['ignore', 'disconnect'])
    .prefault('ignore')
    .describe('What becomes of a client that publishes or subscribes where it must not'),
  cache: cache.prefault({}),
  sources: list(sourceSettings, 3)
    .prefault([{ type: 'file' }])
    .describe(
      'Where rules come from, the first one that knows decides: file, built_in_database, http; see access.md',
    ),
});
