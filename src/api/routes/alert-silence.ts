import { type Alert as KnownAlert, writeExactly } from '../../alerts/door.ts';
import { parseDuration } from '../../lib/duration.ts';
import { alertView, languageOf } from '../alert-view.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { shownName } from '../authentication/principal.ts';
import { Alert, AlertDetailQuery, AlertPath, AlertSilence } from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const HOUR = 60 * 60_000;

export function alertSilenceRoute(app: ApiApp, { alerts, clock }: Pick<ApiParts, 'alerts' | 'clock'>): void {
  app.post(
    '/alerts/:id/silence',
    {
      schema: {
        tags: ['Alerts'],
        summary:
          'Tell nobody of this alert, and of what comes under its key, for an hour or as long as is said',
        params: AlertPath,
        querystring: AlertDetailQuery,
        body: AlertSilence,
        response: { 200: Alert, ...refusals(400, 404, 409) },
      },
    },
    ({ params: { id }, query, headers, body, principal }) => {
      const alert = alerts.log.find(id);
      if (!alert) throw new ApiError(404, 'NOT_FOUND', `there is no alert ${id}, or not any more`);
      if (alert.status === 'resolved')
        throw new ApiError(409, 'CONFLICT', `alert ${id} is resolved: there is nothing to be told of it`);
      const now = clock.now();
      const { for: time, ends_at, until_resolved = false, reason = '' } = body ?? {};
      const isOpenEnded = until_resolved && time === undefined;
      const endsAt = ends_at ?? (isOpenEnded ? undefined : now + (parseDuration(time ?? HOUR) ?? HOUR));
      const matchers = { ...sourceOf(alert), key: writeExactly(alert.key) };
      alerts.quiet.silences.create(
        { matchers, endsAt, untilResolved: until_resolved, reason },
        shownName(principal),
      );
      const language = languageOf(query, headers['accept-language']);
      // The silence may have begun a millisecond after `now`.
      return alertView(alert, language, clock.now(), (held, at) => alerts.quiet.holding(held, at));
    },
  );
}

function sourceOf({ source }: KnownAlert): { rule: string } | { monitor: string } {
  return source.kind === 'rule' ? { rule: writeExactly(source.id) } : { monitor: writeExactly(source.name) };
}
