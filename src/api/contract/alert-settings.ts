import { z } from 'zod';
import { pipelineSettings } from '../../alerts/door.ts';
import { fileMember, Timestamp } from './values.ts';

const heartbeat = z.object({
  sent: z.int().meta({ description: 'Accepted since the start' }),
  failed: z.int(),
  withheld: z.int().meta({
    description: 'Not sent, because nothing could be stored or no channel took what waited',
  }),
  last_success_at: Timestamp.nullable(),
  reason: z.string().nullable().meta({ description: 'Why the last one was not accepted, or not sent' }),
});

const morningReport = z.object({
  last_day: z.string().nullable().meta({ description: 'Of the last report, in its time zone' }),
  reason: z.string().nullable().meta({ description: 'Why it did not go to all of its channels' }),
});

export const AlertSettings = pipelineSettings
  .extend({
    status: z
      .object({ heartbeat: heartbeat.optional(), morning_report: morningReport.optional() })
      .meta({ description: 'How what is set goes' }),
    file: fileMember,
  })
  .meta({ id: 'AlertSettings' });
export type AlertSettings = z.output<typeof AlertSettings>;

/** What was read may be sent back. */
export const AlertSettingsBody = pipelineSettings
  .extend({ status: z.unknown().optional().meta({ description: 'Ignored' }) })
  .meta({
    id: 'AlertSettingsBody',
    examples: [
      {
        notify: ['wecom:ops'],
        public_url: 'https://alerts.example.com',
        links: { valid_for: '3d' },
        quiet_hours: 'daily 22:00-07:00 Asia/Shanghai',
        heartbeat: { url: 'https://monitor.example.com/ping', every: '60s' },
        morning_report: { at: '08:30', time_zone: 'Asia/Shanghai', notify: ['wecom:ops'] },
      },
    ],
  });
