import { z } from 'zod';
import { mistakeInUrl } from '../delivery/door.ts';
import { parseDuration } from '../lib/duration.ts';
import { durationField } from '../lib/zod-fields.ts';
import { readZone } from '../lib/zoned-time.ts';
import { AlertError } from './alert-error.ts';
import { scheduleSchema } from './silences/schedule.ts';

const channels = z.array(z.string().min(1).max(512)).max(32);

/** What holds for all alerts: `GET|PUT /alert_settings`, kept in the database. */
export const pipelineSettings = z.strictObject({
  notify: channels.default([]).meta({ description: 'Channels of alerts that name none, in their order' }),
  public_url: z
    .url({ protocol: /^https?$/ })
    .refine(isPlainAddress, {
      error: 'write https://, the host and perhaps a path, without a user, blanks, ? and #',
    })
    .optional()
    .meta({
      description:
        'Where people reach this server, for links in messages; by default this host and the port of the dashboard',
    }),
  links: z
    .strictObject({
      enable: z.boolean().default(true),
      valid_for: durationField
        .refine((text) => (parseDuration(text) ?? 0) >= 60_000, { error: 'write at least 1m' })
        .default('7d'),
    })
    .prefault({})
    .meta({ description: 'View, acknowledge and silence from the message' }),
  quiet_hours: scheduleSchema
    .optional()
    .meta({ description: 'When nobody is told but of what is critical; a summary follows' }),
  heartbeat: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }),
      method: z.enum(['GET', 'POST']).default('GET'),
      every: durationField
        .refine((text) => (parseDuration(text) ?? 0) >= 1000, { error: 'write at least 1s' })
        .default('60s'),
    })
    .optional()
    .meta({
      description: 'A request at regular intervals, for a service that raises the alarm when it stays away',
    }),
  morning_report: z
    .strictObject({
      at: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'write a time of the day as 08:30'),
      time_zone: z
        .string()
        .refine(
          (name) => typeof readZone(name) === 'string',
          'write a time zone as Asia/Shanghai, UTC, +08:00 or local',
        )
        .default('local'),
      notify: channels.min(1),
    })
    .optional()
    .meta({ description: 'Once a day: who is online, and what the night was like' }),
});

/** A path is put behind it, for people to tap on: what would swallow the path, or show a password to everybody, cannot be meant. */
function isPlainAddress(url: string): boolean {
  const { username = '', password = '' } = URL.parse(url) ?? {};
  return !/[\s?#]/.test(url) && username + password === '';
}

export type PipelineSettings = z.output<typeof pipelineSettings>;

/** @throws AlertError BAD_REQUEST for an address that requests may not go to; it is looked at again before each request */
export function refuseAddresses({ heartbeat }: Pick<PipelineSettings, 'heartbeat'>): void {
  const mistake = heartbeat && mistakeInUrl(heartbeat.url);
  if (mistake) throw new AlertError('BAD_REQUEST', `heartbeat.url: ${mistake}`);
}
