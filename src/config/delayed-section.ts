import { z } from 'zod';
import { flag, integer } from './config-fields.ts';

export const delayed = z.strictObject({
  enable: flag().prefault(true).describe('Whether a message to $delayed/{seconds}/{topic} waits'),
  max_delayed_messages: integer(0, 10_000_000)
    .prefault(100_000)
    .describe('Messages that wait at a time; 0 for as many as 256 MB take'),
});
