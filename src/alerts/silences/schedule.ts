import { z } from 'zod';
import { readZone } from '../../lib/zoned-time.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const clockTime = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'write a time of the day as 09:00, up to 24:00');

/** Hours of the week in a time zone. A window whose end is not after its beginning goes on into the next day. */
export const scheduleSchema = z
  .strictObject({
    time_zone: z
      .string()
      .refine(
        (name) => typeof readZone(name) === 'string',
        'write a time zone as Asia/Shanghai, UTC, +08:00 or local',
      )
      .default('local'),
    windows: z
      .array(
        z.strictObject({
          days: z
            .array(z.enum(DAYS))
            .min(1)
            .default([...DAYS]),
          from: clockTime,
          to: clockTime,
        }),
      )
      .min(1)
      .max(50),
  })
  .meta({ id: 'Schedule', description: 'Hours of the week in a time zone' });

export type Schedule = z.output<typeof scheduleSchema>;
