import type { InfluxdbRequest } from '../../../src/connectors/influxdb/influxdb.ts';
import { InfluxdbReader } from '../influxdb-reader.ts';
import { realServer } from '../real-servers.ts';
import { TcpGate } from '../tcp-gate.ts';
import type { ConnectorFixture } from './connector-fixture.ts';

const server = realServer('influxdb');
const parameters = {
  influxdb_type: 'influxdb_api_v1',
  database: 'd',
  username: 'tocsin',
  password: 'tocsin',
};
const version2 = { influxdb_type: 'influxdb_api_v2', bucket: 'b', org: 'o', token: 't' };

export const influxdbFixture: ConnectorFixture = {
  type: 'influxdb',
  skip: server.skip,
  refused: [
    [{}, 'parameters'],
    [{ parameters: { database: 'd' } }, 'parameters.influxdb_type'],
    [{ parameters: { ...parameters, database: '' } }, 'parameters.database'],
    [{ parameters: { ...version2, token: undefined } }, 'parameters.token'],
    [{ parameters: { ...version2, org: undefined } }, 'parameters.org'],
    [{ parameters, server: 'a b' }, 'server'],
    [{ parameters, pool_size: 0 }, 'pool_size'],
  ],
  at: (host) => ({ server: host, parameters }),
  async open(t) {
    const gate = await TcpGate.open(t, server.url);
    const reader = await InfluxdbReader.open(t, server.url);
    // Points of one time are one point.
    let time = 1_700_000_000_000;
    const point = (value: string): InfluxdbRequest => ({
      precision: 'ms',
      lines: [`m f=${value} ${++time}`],
    });
    return {
      settings: { server: gate.server, parameters: { ...parameters, database: reader.database } },
      get request() {
        return point('1');
      },
      secrets: [Buffer.from('tocsin:tocsin').toString('base64')],
      arrived: async () => (await reader.query('SELECT * FROM m')).length,
      refused: () => point('no value'),
      hang: () => gate.freeze(),
      goAway: () => gate.shut(),
      comeBack: () => gate.reopen(),
    };
  },
};
