import { dingtalkErrors } from './dingtalk.ts';
import { discordErrors } from './discord.ts';
import { emailErrors } from './email.ts';
import { feishuErrors } from './feishu.ts';
import { influxdbErrors } from './influxdb.ts';
import { kafkaErrors } from './kafka.ts';
import { mqttErrors } from './mqtt.ts';
import { mysqlErrors } from './mysql.ts';
import { natsErrors } from './nats.ts';
import { pagerdutyErrors } from './pagerduty.ts';
import { pgsqlErrors } from './pgsql.ts';
import { rabbitmqErrors } from './rabbitmq.ts';
import { redisErrors } from './redis.ts';
import { slackErrors } from './slack.ts';
import { teamsErrors } from './teams.ts';
import { telegramErrors } from './telegram.ts';
import type { Translated, VendorError } from './vendor-error.ts';
import { webhookErrors } from './webhook.ts';
import { wecomErrors } from './wecom.ts';

/** By the type of the connector. A new vendor is a file and a line here. */
export const vendorErrors: Readonly<Record<string, readonly VendorError[]>> = {
  wecom: wecomErrors,
  dingtalk: dingtalkErrors,
  email: emailErrors,
  feishu: feishuErrors,
  pagerduty: pagerdutyErrors,
  webhook: webhookErrors,
  slack: slackErrors,
  teams: teamsErrors,
  telegram: telegramErrors,
  discord: discordErrors,
  influxdb: influxdbErrors,
  kafka_producer: kafkaErrors,
  mqtt: mqttErrors,
  mysql: mysqlErrors,
  nats: natsErrors,
  pgsql: pgsqlErrors,
  rabbitmq: rabbitmqErrors,
  redis: redisErrors,
};

/**
 * What a vendor's answer means and what to do about it; undefined when nobody knows.
 * @param type of the connector: `wecom`
 * @param code the vendor's own, or the HTTP status where it has none
 * @param text of the answer, whole or its beginning
 */
export function explainVendorError(
  type: string,
  code: string | undefined,
  text: string,
): Translated | undefined {
  const table = vendorErrors[type] ?? [];
  const row = table.find(
    ({ codes, says }) =>
      (codes === undefined || (code !== undefined && codes.includes(code))) && (says?.test(text) ?? true),
  );
  return row && { en: row.en, zh: row.zh };
}
