import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { realServer } from '../real-servers.ts';
import { databaseFixture } from './database-fixture.ts';

const server = realServer('mariadb');

export const mysqlFixture = databaseFixture({
  type: 'mysql',
  server,
  parameter: '?',
  async query(sql) {
    const connection = await createConnection({ uri: server.url });
    try {
      const [rows] = await connection.query<RowDataPacket[]>(sql);
      return Array.isArray(rows) ? rows : [];
    } finally {
      await connection.end();
    }
  },
});
