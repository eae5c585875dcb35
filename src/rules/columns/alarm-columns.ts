import type { EventOf } from '../../broker/door.ts';
import { type Columns, map, microseconds, text, time } from './column.ts';
import { valueMap } from './value-map.ts';

type Activated = EventOf<'alarm.activated'>;
type Deactivated = EventOf<'alarm.deactivated'>;

/**
 * EMQX's real events give microseconds (`format_date('microsecond', …)` is what people's rules say), although its
 * documentation and its API show milliseconds, which have columns of their own here.
 */
const ofAlarm: Columns<Activated | Deactivated> = {
  name: text(
    'high_system_memory_usage',
    { en: 'which alarm', zh: '系统告警的名称' },
    (event) => event.alarm.name,
  ),
  details: map(
    { usage: '85.1%', high_watermark: '80%' },
    { en: 'the figures of the alarm', zh: '系统告警的数据' },
    (event) => valueMap(Object.entries(event.alarm.details)),
  ),
  message: text(
    'System memory usage is higher than 80%',
    { en: 'the same for people', zh: '系统告警的文字说明' },
    (event) => event.alarm.message,
  ),
  activated_at: microseconds(
    { en: 'when the alarm began', zh: '系统告警开始的时间' },
    (event) => event.alarm.activatedAt,
  ),
  activated_at_ms: time(
    { en: 'when the alarm began', zh: '系统告警开始的时间' },
    (event) => event.alarm.activatedAt,
  ),
};

export const alarmActivatedColumns: Columns<Activated> = ofAlarm;

export const alarmDeactivatedColumns: Columns<Deactivated> = {
  ...ofAlarm,
  deactivated_at: microseconds(
    { en: 'when the alarm ended', zh: '系统告警结束的时间' },
    (event) => event.alarm.deactivatedAt,
  ),
  deactivated_at_ms: time(
    { en: 'when the alarm ended', zh: '系统告警结束的时间' },
    (event) => event.alarm.deactivatedAt,
  ),
};
