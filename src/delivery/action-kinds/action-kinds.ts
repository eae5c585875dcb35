import { connectorKinds } from '../../connectors/connector-kinds.ts';
import { mysqlDialect, pgsqlDialect } from '../../connectors/databases/sql-dialect.ts';
import type { ActionKind } from './action-kind.ts';
import { channelAction } from './channel-action.ts';
import { fileAction } from './file-action.ts';
import { httpAction } from './http-action.ts';
import { influxdbAction } from './influxdb-action.ts';
import { kafkaAction } from './kafka-action.ts';
import { mqttAction } from './mqtt-action.ts';
import { natsAction } from './nats-action.ts';
import { rabbitmqAction } from './rabbitmq-action.ts';
import { redisAction } from './redis-action.ts';
import { sqlAction } from './sql-action.ts';

/** What is sent to people is the same for all channels. */
const channelActions = [...connectorKinds.values()].flatMap(({ type, channel }) =>
  channel ? [channelAction(type, channel)] : [],
);

/** Every kind of action by its type, which is that of its connector. A new one is a line here. */
const kindsByType = new Map<string, ActionKind>(
  [
    fileAction,
    httpAction,
    influxdbAction,
    kafkaAction,
    mqttAction,
    natsAction,
    rabbitmqAction,
    redisAction,
    sqlAction('mysql', mysqlDialect),
    sqlAction('pgsql', pgsqlDialect),
    ...channelActions,
  ].map((kind) => [kind.type, kind]),
);

export const actionKinds: ReadonlyMap<string, ActionKind> = kindsByType;

/** Of a program that brings its own connectors. */
export function registerActionKind(kind: ActionKind): void {
  kindsByType.set(kind.type, kind);
}
