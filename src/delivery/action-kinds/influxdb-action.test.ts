import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf } from '../../../test/support/delivery-scenario.ts';
import { InfluxdbReader } from '../../../test/support/influxdb-reader.ts';
import { realServer } from '../../../test/support/real-servers.ts';
import { influxdb } from '../../connectors/influxdb/influxdb.ts';
import type { ConnectorConfig } from '../configured/connector-schemas.ts';
import { influxdbAction } from './influxdb-action.ts';

const real = realServer('influxdb');
const never = new AbortController().signal;

test('what a device sends stays one value, whatever is in it', real, async (t) => {
  const reader = await InfluxdbReader.open(t, real.url);
  const { host, username, password } = new URL(real.url);
  const parameters = { influxdb_type: 'influxdb_api_v1', database: reader.database, username, password };
  const handle = await influxdb.open(influxdb.settings.parse({ server: host, parameters }));
  t.after(() => handle.close());
  const evil = 'a\\,tag=1 f=2,g="\nother f=3 \\';
  const write_syntax = 'm,id=${evil},end=x f=1i,text=${evil},quoted="<${evil}>" ${timestamp}';
  const render = influxdbAction.compile({ write_syntax, precision: 'ms' }, {} as ConnectorConfig);
  const outcome = await handle.send(
    { id: 'a', request: render(rowOf({ evil, timestamp: 1_700_000_000_123 })) },
    never,
  );
  assert.equal(outcome.kind, 'delivered', JSON.stringify(outcome));
  assert.deepEqual(await reader.query('SELECT * FROM m'), [
    {
      time: 1_700_000_000_123,
      id: 'a/,tag=1 f=2,g=" other f=3 /',
      end: 'x',
      f: 1,
      text: evil,
      quoted: `<${evil}>`,
    },
  ]);
  assert.deepEqual(await reader.query('SHOW MEASUREMENTS'), [{ name: 'm' }]);
});
