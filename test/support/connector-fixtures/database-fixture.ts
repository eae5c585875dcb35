import type { SqlRequest } from '../../../src/connectors/databases/sql-request.ts';
import type { RealServer } from '../real-servers.ts';
import { TcpGate } from '../tcp-gate.ts';
import type { ConnectorFixture } from './connector-fixture.ts';

interface DatabaseFixture {
  readonly type: string;
  readonly server: RealServer;
  readonly parameter: '$1' | '?';
  /** Does this past the connector. @returns the rows */
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
}

export function databaseFixture({ type, server, parameter, query }: DatabaseFixture): ConnectorFixture {
  const { host, username, password, pathname } = new URL(server.url || 'x://127.0.0.1');
  const good = { server: host, username, password, database: pathname.slice(1) };
  return {
    type,
    skip: server.skip,
    refused: [
      [{ ...good, server: 'a b:1' }, 'server'],
      [{ ...good, server: 'postgres://host' }, 'server'],
      [{ ...good, database: undefined }, 'database'],
      [{ ...good, database: '' }, 'database'],
      [{ ...good, username: undefined }, 'username'],
      [{ ...good, pool_size: 0 }, 'pool_size'],
      [{ ...good, connect_timeout: 'soon' }, 'connect_timeout'],
      [{ ...good, ssl: { enable: 'yes' } }, 'ssl.enable'],
    ],
    at: (address) => ({ server: address, username: 'a', password: 'b', database: 'c' }),
    async open(t) {
      const gate = await TcpGate.open(t, server.url);
      const table = `contract_${process.pid}_${gate.port}`;
      await query(`CREATE TABLE ${table} (a int)`);
      t.after(() => query(`DROP TABLE ${table}`));
      const insert = (value: string | number): SqlRequest => ({
        sql: `INSERT INTO ${table} VALUES (${parameter})`,
        parameters: [value],
      });
      return {
        settings: { ...good, server: gate.server },
        request: insert(1),
        secrets: [`"password":"${password}"`],
        arrived: async () => Number((await query(`SELECT COUNT(*) n FROM ${table}`))[0]?.n),
        refused: () => insert('no number'),
        hang: () => gate.freeze(),
        goAway: () => gate.shut(),
        comeBack: () => gate.reopen(),
      };
    },
  };
}
