import { type PipelineSettings, type ReportsStatus, refuseAddresses } from '../../alerts/door.ts';
import { maskUrl } from '../../lib/secrets.ts';
import type { ApiApp } from '../api-app.ts';
import { AlertSettings, AlertSettingsBody } from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Alerts'];

export function alertSettingsRoutes(
  app: ApiApp,
  { alerts, reports }: Pick<ApiParts, 'alerts' | 'reports'>,
): void {
  const shown = (): AlertSettings => toView(alerts.settings.get(), reports.status());

  app.get(
    '/alert_settings',
    {
      schema: {
        tags,
        summary: 'What holds for all alerts, and how the heartbeat and the morning report go',
        response: { 200: AlertSettings },
      },
    },
    ({ principal }) => (principal?.role === 'administrator' ? shown() : withoutSecrets(shown())),
  );

  app.put(
    '/alert_settings',
    {
      schema: {
        tags,
        summary: 'Change what holds for all alerts; what is left out gets its default',
        body: AlertSettingsBody,
        response: { 200: AlertSettings, ...refusals(400) },
      },
    },
    ({ body: { status: _, ...settings } }) => {
      refuseAddresses(settings);
      alerts.settings.put(settings);
      return shown();
    },
  );
}

/** Whoever knows the address of a heartbeat can keep the alarm outside from being raised. */
function withoutSecrets({ heartbeat, ...settings }: AlertSettings): AlertSettings {
  return { ...settings, ...(heartbeat && { heartbeat: { ...heartbeat, url: maskUrl(heartbeat.url) } }) };
}

function toView(settings: PipelineSettings, { heartbeat, morningReport }: ReportsStatus): AlertSettings {
  const { lastSuccessAt } = heartbeat;
  return {
    ...settings,
    status: {
      ...(settings.heartbeat && {
        heartbeat: {
          sent: heartbeat.sent,
          failed: heartbeat.failed,
          withheld: heartbeat.withheld,
          last_success_at: lastSuccessAt === undefined ? null : toTimestamp(lastSuccessAt),
          reason: heartbeat.reason ?? null,
        },
      }),
      ...(settings.morning_report && {
        morning_report: { last_day: morningReport.lastDay ?? null, reason: morningReport.reason ?? null },
      }),
    },
  };
}
