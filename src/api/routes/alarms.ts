import type { Alarm as BrokerAlarm } from '../../broker/door.ts';
import { brokerAlarmInChinese } from '../../texts/broker-alarms.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { Alarm, AlarmQuery, AlarmToDeactivate, Nothing, pageOf } from '../contract.ts';
import { pageOfRows } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Alarms'];

export function alarmRoutes(app: ApiApp, parts: Pick<ApiParts, 'broker' | 'clock' | 'node'>): void {
  const { alarms } = parts.broker;

  app.get(
    '/alarms',
    {
      schema: {
        tags,
        summary: 'What is wrong with the broker, or was',
        querystring: AlarmQuery,
        response: { 200: pageOf(Alarm), ...refusals(400) },
      },
    },
    ({ query }) => {
      const page = pageOfRows(query.activated ? alarms.active() : alarms.history(), query);
      return { ...page, data: page.data.map((alarm) => toAlarm(alarm, parts)) };
    },
  );

  app.delete(
    '/alarms',
    { schema: { tags, summary: 'Forget the alarms that are over', response: { 204: Nothing } } },
    async (_request, reply) => {
      alarms.clearHistory();
      return reply.code(204).send();
    },
  );

  app.post(
    '/alarms/force_deactivate',
    {
      schema: {
        tags,
        summary: 'End an alarm',
        body: AlarmToDeactivate,
        response: { 204: Nothing, ...refusals(400) },
      },
    },
    async (request, reply) => {
      const name = request.body?.name;
      if (!name) throw new ApiError(400, 'INVALID_PARAMETER', 'name is missing: which alarm shall end?');
      // The status is EMQX's.
      if (!alarms.deactivate(name)) throw new ApiError(400, 'NOT_FOUND', `no alarm ${name} is active`);
      return reply.code(204).send();
    },
  );
}

function toAlarm(alarm: BrokerAlarm, { clock, node }: Pick<ApiParts, 'clock' | 'node'>): Alarm {
  const { name, message, details, activatedAt, deactivatedAt } = alarm;
  return {
    node,
    name,
    message,
    details: { ...details, message_zh: brokerAlarmInChinese(alarm) },
    duration: Math.max(0, (deactivatedAt ?? clock.now()) - activatedAt),
    activate_at: toTimestamp(activatedAt),
    ...(deactivatedAt !== undefined && { deactivate_at: toTimestamp(deactivatedAt) }),
  };
}
