/** What becomes of alerts when very many clients are lost at once: events are fed in without sockets, and idle time is skipped. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Simulated, simulate } from './alert-simulation/simulation.ts';
import { wholeNumber } from './options.ts';
import { figure, textTable } from './text-table.ts';

const usage = `npm run bench:alert-simulation -- [--clients 15000,1000000]
So many clients are lost within a second, with for: 5s, and told to a bot that takes 20 messages a minute; two minutes later all come back. And the
same with all of them back within the grace period.`;

const AWAY = { long: 120_000, short: 2000 } as const;

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '15000,1000000' },
    away: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else if (values.away) {
  // Each one has a process of its own, for its memory is measured.
  const clients = wholeNumber('clients', values.clients, 1, 10_000_000);
  console.log(JSON.stringify(await simulate(clients, Number(values.away))));
} else report(values.clients.split(',').map((clients) => wholeNumber('clients', clients, 1, 10_000_000)));

function report(sizes: readonly number[]): void {
  console.log(`${new Date().toISOString()}; Node.js ${process.version}; ${cpus()[0]?.model}\n`);
  const rows = sizes.flatMap((clients) =>
    (['long', 'short'] as const).map((away) => {
      const run = runAlone(clients, AWAY[away]);
      if (isWrong(run, away)) process.exitCode = 1;
      return [
        count(run.clients),
        away === 'long' ? 'after 2 min' : 'within grace',
        String(run.inFirstMinute),
        String(run.messages),
        count(run.opened),
        count(run.resolved),
        `${(run.goings / 1000).toFixed(1)} s`,
        `${(run.comings / 1000).toFixed(1)} s`,
        `${(run.cpu / 1000).toFixed(1)} s`,
        `${run.longestTurn.toFixed(0)} ms`,
        `${figure((run.peak - run.before) / 1e6)} MB`,
      ];
    }),
  );
  const heads = [
    'clients',
    'back',
    'in 1st min',
    'messages',
    'told open',
    'told over',
    'goings in',
    'comings in',
    'CPU',
    'longest turn',
    'memory',
  ];
  console.log(textTable(heads, rows));
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function runAlone(clients: number, away: number): Simulated {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--max-old-space-size=8192', import.meta.filename, '--clients', String(clients), '--away', String(away)],
    { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the simulation ended with ${status}`);
  return JSON.parse(stdout) as Simulated;
}

function isWrong(
  { clients, inFirstMinute, messages, opened, resolved, left }: Simulated,
  away: string,
): boolean {
  const told = away === 'long' ? clients : 0;
  return (
    inFirstMinute > 3 || opened !== told || resolved !== told || left > 0 || (told === 0 && messages > 0)
  );
}
