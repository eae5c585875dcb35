/**
 * Rows per second into data systems beside their plain drivers, in the same run. The servers are those of the tests, started
 * for it: their disks are not waited for, so that the ratios say more than the figures.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { startServers } from '../scripts/test-servers/start-servers.ts';
import type { Measured } from './data/by-action.ts';
import { measureKafka } from './data/kafka.ts';
import { measurePostgres } from './data/postgres.ts';
import { wholeNumber } from './options.ts';
import { figure, textTable } from './text-table.ts';

const usage = `npm run bench:data -- [--rows 20000]
So many rows to each system by each way. A system that is not installed is left out.`;

/** Each by the name of its server. A new one is a line here; its first way is what the others are compared with. */
const systems: Readonly<Record<string, (url: string, rows: number) => Promise<Measured[]>>> = {
  kafka: measureKafka,
  postgres: measurePostgres,
};

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '20000' }, help: { type: 'boolean' } },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const rows = Math.ceil(wholeNumber('rows', values.rows, 1000, 10_000_000) / 1000) * 1000;
console.log(
  `${new Date().toISOString()}; Node.js ${process.version}; ${cpus()[0]?.model.trim()}, ${cpus().length} cores`,
);
const servers = await startServers();
try {
  for (const [name, measure] of Object.entries(systems)) {
    const url = servers.environment[`TOCSIN_TEST_${name.toUpperCase()}`];
    if (url === undefined) continue;
    await measure(url, 1000);
    const measured = await measure(url, rows);
    const [first] = measured;
    console.log(`\n${name}, ${rows} rows`);
    console.log(
      textTable(
        ['', 'rows/s', 'ratio'],
        measured.map(({ what, rowsPerSecond }) => [
          what,
          figure(rowsPerSecond),
          (rowsPerSecond / (first?.rowsPerSecond ?? Number.NaN)).toFixed(2),
        ]),
      ),
    );
  }
} finally {
  await servers.stop();
}
