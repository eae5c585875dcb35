import { Client } from 'pg';
import { realServer } from '../real-servers.ts';
import { databaseFixture } from './database-fixture.ts';

const server = realServer('postgres');

export const pgsqlFixture = databaseFixture({
  type: 'pgsql',
  server,
  parameter: '$1',
  async query(sql) {
    const client = new Client({ connectionString: server.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  },
});
