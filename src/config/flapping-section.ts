import { z } from 'zod';
import { duration, flag, integer } from './config-fields.ts';

export const flappingDetect = z.strictObject({
  enable: flag()
    .prefault(true)
    .describe('Whether a client id without a session that connects too often is banned for a while'),
  window_time: duration('1s', '1h').prefault('60s').describe('How long connects are counted together'),
  max_count: integer(1, 10_000)
    .prefault(15)
    .describe('Connects of a client id within the window that are still in order'),
  ban_time: duration('1s', '365d').prefault('5m').describe('How long such a client id is banned'),
});
