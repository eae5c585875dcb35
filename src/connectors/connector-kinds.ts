import { dingtalk } from './channels/dingtalk/dingtalk.ts';
import { discord } from './channels/discord/discord.ts';
import { email } from './channels/email/email.ts';
import { feishu } from './channels/feishu/feishu.ts';
import { pagerduty } from './channels/pagerduty/pagerduty.ts';
import { preview } from './channels/preview.ts';
import { slack } from './channels/slack/slack.ts';
import { teams } from './channels/teams/teams.ts';
import { telegram } from './channels/telegram/telegram.ts';
import { webhook } from './channels/webhook/webhook.ts';
import { wecom } from './channels/wecom/wecom.ts';
import type { ConnectorKind } from './connector.ts';
import { mysql } from './databases/mysql.ts';
import { pgsql } from './databases/pgsql.ts';
import { file } from './file/file.ts';
import { http } from './http/http.ts';
import { influxdb } from './influxdb/influxdb.ts';
import { kafka } from './kafka/kafka.ts';
import { mqtt } from './mqtt/mqtt.ts';
import { nats } from './nats/nats.ts';
import { rabbitmq } from './rabbitmq/rabbitmq.ts';
import { redis } from './redis/redis.ts';

/** Every kind of connector by its type. A new one is a line here. */
const kinds: readonly ConnectorKind[] = [
  // In the order of the alphabet.
  dingtalk,
  discord,
  email,
  feishu,
  file,
  http,
  influxdb,
  kafka,
  mqtt,
  mysql,
  nats,
  pagerduty,
  pgsql,
  preview,
  rabbitmq,
  redis,
  slack,
  teams,
  telegram,
  webhook,
  wecom,
];

const kindsByType = new Map(kinds.map((kind) => [kind.type, kind]));

export const connectorKinds: ReadonlyMap<string, ConnectorKind> = kindsByType;

/** Of a program that brings its own: known to the whole process, in the place of one of its type. */
export function registerConnectorKind(kind: ConnectorKind): void {
  kindsByType.set(kind.type, kind);
}

const canonicalTypes = new Map(
  kinds.flatMap(({ type, aliases = [] }) => aliases.map((alias) => [alias, type])),
);

/** The type that a word means: `postgres` is `pgsql`; a word that is nobody's alias stays. */
export function canonicalType(word: string): string {
  return canonicalTypes.get(word) ?? word;
}
