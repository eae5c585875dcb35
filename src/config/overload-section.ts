import { z } from 'zod';
import { duration, flag, number, size } from './config-fields.ts';

export const overloadProtection = z.strictObject({
  enable: flag()
    .prefault(true)
    .describe('Whether new connections are refused, then the loudest publishers paused, under overload'),
  max_loop_delay: duration('20ms', '10s')
    .prefault('200ms')
    .describe(
      'By how much the event loop may come late, on average over half a second, three times in a row',
    ),
  memory_high_watermark: number(0.1, 1)
    .prefault(0.85)
    .describe('The part of the memory from which on there is overload'),
  memory_limit: size('64MB', '1024TB')
    .optional()
    .describe('The memory; without it what the container may use, else what the machine has'),
});
