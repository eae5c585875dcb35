import type { EventOf } from '../../broker/door.ts';
import { type Columns, map, text, time } from './column.ts';
import { valueMap } from './value-map.ts';

type Activated = EventOf<'alarm.activated'>;
type Deactivated = EventOf<'alarm.deactivated'>;

/** EMQX's real events give microseconds, its documentation and its API milliseconds, which stand here. */
const ofAlarm: Columns<Activated | Deactivated> = {
  name: text('high_system_memory_usage', 'which alarm', (event) => event.alarm.name),
  details: map({ usage: '85.1%', high_watermark: '80%' }, 'the figures of the alarm', (event) =>
    valueMap(Object.entries(event.alarm.details)),
  ),
  message: text(
    'System memory usage is higher than 80%',
    'the same for people',
    (event) => event.alarm.message,
  ),
  activated_at: time('when the alarm began', (event) => event.alarm.activatedAt),
};

export const alarmActivatedColumns: Columns<Activated> = ofAlarm;

export const alarmDeactivatedColumns: Columns<Deactivated> = {
  ...ofAlarm,
  deactivated_at: time('when the alarm ended', (event) => event.alarm.deactivatedAt),
};
