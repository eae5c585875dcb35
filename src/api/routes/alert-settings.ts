import { pipelineSettings } from '../../alerts/door.ts';
import type { ApiApp } from '../api-app.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Alerts'];

export function alertSettingsRoutes(app: ApiApp, { alerts }: Pick<ApiParts, 'alerts'>): void {
  const answer = pipelineSettings.meta({ id: 'AlertSettings' });

  app.get(
    '/alert_settings',
    { schema: { tags, summary: 'What holds for all alerts', response: { 200: answer } } },
    () => alerts.settings.get(),
  );

  app.put(
    '/alert_settings',
    {
      schema: {
        tags,
        summary: 'Change what holds for all alerts; what is left out gets its default',
        body: pipelineSettings,
        response: { 200: answer, ...refusals(400) },
      },
    },
    ({ body }) => {
      alerts.settings.put(body);
      return alerts.settings.get();
    },
  );
}
