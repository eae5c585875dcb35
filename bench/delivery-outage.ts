/** A receiver that is away while rows keep coming: what waits, how much memory that takes, and how it drains. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { wholeNumber } from './options.ts';

const usage = `npm run bench:delivery-outage -- [--seconds 600] [--rate 500]
Queues so many rows a second of 500 clients for a receiver that is away for so long, then brings it back, and counts.`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    rate: { type: 'string', default: '500' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit();
}
const seconds = wholeNumber('seconds', values.seconds, 1, 86_400);
const rate = wholeNumber('rate', values.rate, 1, 20_000);

interface Report {
  added: number;
  queuing: number;
  residentMegabytes: number;
}

const last = new Map<string, number>();
let arrived = 0;
let outOfOrder = 0;
let repeated = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { client, n } = JSON.parse(Buffer.concat(chunks).toString()) as { client: string; n: number };
    const before = last.get(client) ?? -1;
    if (n === before) repeated++;
    else if (n < before) outOfOrder++;
    last.set(client, Math.max(n, before));
    arrived++;
    response.end('{}');
  });
});
const listen = async (port: number): Promise<number> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};
const port = await listen(0);
server.close();

const directory = mkdtempSync(join(tmpdir(), 'tocsin-outage-'));
const sender = fork(join(import.meta.dirname, 'delivery-rows.ts'), [directory, String(port), String(rate)]);
let report: Report = { added: 0, queuing: 0, residentMegabytes: 0 };
sender.on('message', (message) => {
  report = message as Report;
});
try {
  const begin = performance.now();
  for (let elapsed = 0; elapsed < seconds; elapsed = Math.round((performance.now() - begin) / 1000)) {
    await pause(Math.min(30, seconds - elapsed) * 1000);
    console.log(`away for ${Math.round((performance.now() - begin) / 1000)} s:`, report);
  }
  const waiting = report.queuing;
  await listen(port);
  const back = performance.now();
  while (report.queuing > rate) {
    await pause(1000);
    console.log(`back for ${Math.round((performance.now() - back) / 1000)} s, ${arrived} arrived:`, report);
  }
  const drained = (performance.now() - back) / 1000;
  sender.send('stop');
  while (arrived - repeated < report.added && performance.now() - back < drained * 1000 + 20_000)
    await pause(100);
  console.log({ waiting, drainedInSeconds: Math.round(drained), perSecond: Math.round(arrived / drained) });
  console.log({
    added: report.added,
    arrived,
    missing: report.added - arrived + repeated,
    repeated,
    outOfOrder,
  });
} finally {
  sender.kill('SIGKILL');
  server.close();
  server.closeAllConnections();
  rmSync(directory, { recursive: true, force: true });
}
