/** What the dashboard costs whoever looks at it, and the server, with very many clients. */
import { mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { FoundClients } from '../src/api/contract.ts';
import { ADMIN } from '../test/browser/support/browser-options.ts';
import { rememberClients } from '../test/support/remembered-clients.ts';
import { cpuNanoseconds } from './cpu-time.ts';
import { startCrowd } from './crowd-process.ts';
import { machineLine } from './machine.ts';
import { wholeNumber } from './options.ts';
import { coldStart } from './pages/cold-start.ts';
import { scrolling } from './pages/scrolling.ts';
import { memoryOf, openBrowser, openPage } from './pages/tab.ts';
import { typing } from './pages/typing.ts';
import { median, percentile } from './statistics.ts';
import { figure, textTable } from './text-table.ts';
import { startTocsin } from './tocsin.ts';

const usage = `npm run bench:dashboard -- [--connected 15000] [--remembered 100000] [--starts 7] [--seconds 20]
Opens pages in Chromium (TOCSIN_TEST_CHROMIUM, else /usr/bin/chromium) before a server with so many clients. Server and
clients each need one open file per connection: see \`ulimit -n\`.`;

/** Milliseconds between the keys of somebody who types fast. */
const TYPING_PAUSE = 60;
/** Pixels of a turn of the wheel: as people read, and as they search. */
const WHEELS = [120, 1600];

const { values } = parseArgs({
  options: {
    connected: { type: 'string', default: '15000' },
    remembered: { type: 'string', default: '100000' },
    starts: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '20' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const connected = wholeNumber('connected', values.connected, 1, 19_000);
const remembered = wholeNumber('remembered', values.remembered, 0, 180_000);
const starts = wholeNumber('starts', values.starts, 1, 100);
const seconds = wholeNumber('seconds', values.seconds, 1, 600);

console.log(machineLine([]));
await using server = await startTocsin(
  [
    `dashboard.bootstrap_username=${ADMIN.username}`,
    `dashboard.bootstrap_password=${ADMIN.password}`,
    'log.level=warn',
    // A machine that is busy with other things makes the crowd's coming look like an overload.
    'overload_protection.enable=false',
  ],
  (dataDirectory) => {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    rememberClients(dataDirectory, remembered);
  },
);
const { api, dashboard: origin, pid } = server;
const crowd = await startCrowd(server.port, connected);

const cpuPercent = async (): Promise<number> => {
  const [before, begin] = [cpuNanoseconds(pid), performance.now()];
  await pause(seconds * 1000);
  return (cpuNanoseconds(pid) - before) / 1e4 / (performance.now() - begin);
};
const load = () => `load ${loadavg()[0]?.toFixed(1)}`;

const begin = performance.now();
const { meta } = await api.get<FoundClients>('/client_search?limit=1');
console.log(
  `${meta.count} clients, ${meta.counts.online} online; the first search took ${figure(performance.now() - begin)} ms`,
);

const browser = await openBrowser();
console.log(`Chromium ${browser.version()}, ${load()}\n`);

const colds = [];
for (let start = 0; start < starts; start++) {
  colds.push(await coldStart(browser, origin, `${connected.toLocaleString('en-GB')} online`));
}
const spread = (name: string, figures: readonly number[]) => [
  name,
  figure(median(figures)),
  figure(percentile(figures, 95)),
  figure(Math.max(...figures)),
];
const clients = await openPage(browser, origin, 'clients');
await clients.getByText(`${meta.count.toLocaleString('en-GB')} clients`).waitFor();
const fresh = await memoryOf(clients);
const typed = await typing(clients, api, TYPING_PAUSE);
console.log(
  textTable(
    ['milliseconds', 'median', 'p95', 'worst'],
    [
      spread(
        'Overview, cold, until its sentence',
        colds.map(({ sentence }) => sentence),
      ),
      spread(
        'Overview, cold, until a click is answered',
        colds.map(({ answered }) => answered),
      ),
      spread('search, the answer of the server', [...typed.answers.values()]),
      spread('search, each key until it is shown', typed.keys),
      spread('search, a typed word until it is shown', typed.words),
    ],
  ),
);
const slowest = [...typed.answers].sort(([, a], [, b]) => b - a).slice(0, 3);
console.log(
  `slowest answers: ${slowest.map(([q, time]) => `"${q}" ${figure(time)}`).join(', ')}; ${load()}\n`,
);

const scrolls = [];
for (const wheel of WHEELS) {
  const { frames, over32, over50, longest, lastRow } = await scrolling(clients, 8, wheel);
  scrolls.push([
    `${wheel} px`,
    String(lastRow),
    String(frames),
    String(over32),
    String(over50),
    figure(longest),
  ]);
}
console.log(textTable(['wheel', 'to row', 'frames', '> 33 ms', '> 50 ms', 'longest ms'], scrolls));
const scrolled = await memoryOf(clients);
const megabytes = (bytes: number) => figure(bytes / 1e6);
console.log(
  `tab: ${megabytes(fresh.heapBytes)} MB of JavaScript, ${megabytes(scrolled.heapBytes)} MB after that, ${scrolled.elements} nodes; ${load()}\n`,
);
await clients.context().close();

const idle = [['no page', figure(await cpuPercent())]];
for (const path of ['', 'clients']) {
  const page = await openPage(browser, origin, path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  // Until what its beginning took is done with.
  await pause(15_000);
  idle.push([`/${path}`, figure(await cpuPercent())]);
  await page.context().close();
}
idle.push(['no page', figure(await cpuPercent())]);
console.log(textTable(['one page, nobody does anything', 'CPU of the server, % of a core'], idle));
console.log(load());

await browser.close();
crowd.kill('SIGKILL');
api.close();
