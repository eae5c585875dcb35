import { z } from 'zod';
import { duration, integer } from './config-fields.ts';

export const alerts = z.strictObject({
  boot_grace: duration('0s', '1h')
    .prefault('15s')
    .describe(
      'How long clients may take to come back after a start before any of them counts as away; until then nothing is said of them',
    ),
  retention: duration('1m', '3650d').prefault('90d').describe('How long resolved alerts can be looked at'),
  retention_count: integer(100, 10_000_000)
    .prefault(100_000)
    .describe('Resolved alerts that can be looked at; the oldest go first'),
  max_unresolved: integer(1000, 10_000_000)
    .prefault(1_000_000)
    .describe('Alerts that are not resolved, at a time; what is raised beyond is refused, with an alarm'),
});
