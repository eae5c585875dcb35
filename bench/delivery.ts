/** What a delivery costs the process that sends it, with the queue on the disk and in memory. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs, promisify } from 'node:util';
import { wholeNumber } from './options.ts';
import { figure, textTable } from './text-table.ts';

const usage = `npm run bench:delivery -- [--rate 10000] [--count 50000] [--connections 64]
Hands so many rows a second of 1,000 clients to an HTTP action, whose receiver is a process of its own, until so many were delivered.`;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '10000' },
    count: { type: 'string', default: '50000' },
    connections: { type: 'string', default: '64' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit();
}
const rate = wholeNumber('rate', values.rate, 1, 1_000_000);
const count = wholeNumber('count', values.count, 1, 10_000_000);
const connections = wholeNumber('connections', values.connections, 1, 1024);

interface Measured {
  rate: number;
  queuing: number;
  cpuMicroseconds: number;
  cores: number;
  residentMegabytes: number;
}

const beside = (name: string): string => join(import.meta.dirname, name);
const receiver = spawn(process.execPath, [beside('delivery-receiver.ts')], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [line] = await once(createInterface(receiver.stdout), 'line');
const { port } = JSON.parse(String(line)) as { port: number };

const rows: string[][] = [];
try {
  for (const buffer of ['disk', 'memory']) {
    const directory = mkdtempSync(join(tmpdir(), 'tocsin-delivery-'));
    const settings = [directory, String(port), String(rate), String(count), String(connections), buffer];
    const { stdout } = await promisify(execFile)(process.execPath, [
      beside('delivery-sender.ts'),
      ...settings,
    ]);
    rmSync(directory, { recursive: true, force: true });
    const measured = JSON.parse(stdout) as Measured;
    const { cpuMicroseconds, cores, queuing, residentMegabytes } = measured;
    rows.push([
      buffer,
      figure(measured.rate),
      `${figure(cpuMicroseconds)} µs`,
      `${cores.toFixed(2)} cores`,
      String(queuing),
      `${residentMegabytes} MB`,
    ]);
  }
} finally {
  receiver.kill();
}
console.log(textTable(['buffer', 'deliveries/s', 'CPU of each', 'of', 'left waiting', 'resident'], rows));
