import { z } from 'zod';
import { duration, flag } from './config-fields.ts';

export const connCongestion = z.strictObject({
  enable_alarm: flag()
    .prefault(true)
    .describe('Whether there is an alarm about each client with much unsent output'),
  min_alarm_sustain_duration: duration('1s', '1d')
    .prefault('1m')
    .describe('How long the client must have kept up before its alarm ends'),
});
