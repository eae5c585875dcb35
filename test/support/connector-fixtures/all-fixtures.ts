import type { HttpRequest } from '../../../src/connectors/http/http.ts';
import { botFixtures } from './bot-fixtures.ts';
import { brokerFixtures } from './broker-fixtures.ts';
import type { ConnectorFixture } from './connector-fixture.ts';
import { emailFixture } from './email-fixture.ts';
import { fileFixture } from './file-fixture.ts';
import { badUrls, httpFixture } from './http-fixture.ts';
import { influxdbFixture } from './influxdb-fixture.ts';
import { mysqlFixture } from './mysql-fixture.ts';
import { pgsqlFixture } from './pgsql-fixture.ts';

const post: HttpRequest = {
  method: 'post',
  path: '/send?access_token=s3cr3t-token',
  headers: { authorization: 'Bearer s3cr3t-header' },
  body: '{"a":1}',
};

const http = httpFixture({
  type: 'http',
  settings: (origin) => ({ url: `${origin}/base`, headers: { 'x-api-key': 's3cr3t-key' } }),
  request: post,
  secrets: ['s3cr3t'],
  refused: badUrls,
});

/** A new kind is a line here; bots stand in `bot-fixtures.ts`. */
export const allFixtures: readonly ConnectorFixture[] = [
  fileFixture,
  emailFixture,
  http,
  influxdbFixture,
  mysqlFixture,
  pgsqlFixture,
  ...botFixtures,
  ...brokerFixtures,
];
