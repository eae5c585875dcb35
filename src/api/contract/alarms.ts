import { z } from 'zod';
import { booleanField, PageQuery, Timestamp } from './values.ts';

export const AlarmQuery = PageQuery.extend({
  activated: booleanField
    .default(true)
    .meta({ description: 'true: those that are active (the default); false: those that are over' }),
});

export const Alarm = z
  .object({
    node: z.string(),
    name: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    duration: z.int().meta({ description: 'Milliseconds; until now while the alarm is active' }),
    activate_at: Timestamp,
    deactivate_at: Timestamp.optional(),
  })
  .meta({ id: 'Alarm' });
export type Alarm = z.output<typeof Alarm>;

/** The route itself refuses a missing name, with EMQX's code. */
export const AlarmToDeactivate = z
  .strictObject({ name: z.string().optional() })
  .nullish()
  .meta({ id: 'AlarmToDeactivate' });
