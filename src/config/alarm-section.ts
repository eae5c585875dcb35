import { z } from 'zod';
import { duration, integer } from './config-fields.ts';

export const alarm = z.strictObject({
  size_limit: integer(1, 100_000).prefault(1000).describe('Alarms that are over and can still be looked at'),
  validity_period: duration('1s', '3650d').prefault('24h').describe('How long they can be'),
});
