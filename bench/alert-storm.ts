/**
 * Very many clients lost at once, with an offline alert that has a grace period and a WeCom bot that takes 20 messages a
 * minute: what people read, whether its counts are exact, and what an innocent client notices. Then the same crowd comes
 * back within the grace period, and nobody is told anything.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { WecomSimulator } from '../test/support/bots/wecom.ts';
import { startCrowd } from './crowd-process.ts';
import { Probe } from './load/probe.ts';
import { WriteTurn } from './load/write-turn.ts';
import { machineLine } from './machine.ts';
import { wholeNumber } from './options.ts';
import { cores, pinThisProcess } from './pinning.ts';
import { residentBytes } from './resident-memory.ts';
import { textTable } from './text-table.ts';
import { type RunningTocsin, startTocsin } from './tocsin.ts';

const usage = `npm run bench:alert-storm -- [--connections 15000] [--grace 5] [--watch 60]
Breaks the connections of so many clients at once, and watches a WeCom bot for so many seconds. Broker and clients each
need one open file per connection: see \`ulimit -n\`.`;

interface Page {
  readonly meta: { readonly count: number };
}

const COUNT = /([\d,]+) (?:more )?(?:alerts|clients|devices)/;

/** The highest of what is looked at now and then. */
class Peak {
  #highest: number;
  readonly #timer: NodeJS.Timeout;

  constructor(look: () => number) {
    this.#highest = look();
    this.#timer = setInterval(() => {
      this.#highest = Math.max(this.#highest, look());
    }, 50);
  }

  stop(): number {
    clearInterval(this.#timer);
    return this.#highest;
  }
}

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '15000' },
    grace: { type: 'string', default: '5' },
    watch: { type: 'string', default: '60' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit();
}
const connections = wholeNumber('connections', values.connections, 1, 19_000);
const grace = wholeNumber('grace', values.grace, 1, 60);
const watch = wholeNumber('watch', values.watch, 1, 600);

pinThisProcess(cores.generator);
const bot = await new WecomSimulator().open();
await using tocsin = await startTocsin(['journal.enable=false']);
const { api, port, pid } = tocsin;
await api.post('/connectors', { type: 'wecom', name: 'ops', url: bot.url, language: 'en' });
console.log(machineLine(['tocsin']));

const turn = new WriteTurn();
const probe = new Probe(port, turn, fail);
await probe.start();

await rule('lost', `${grace}s`);
let crowd = await startCrowd(port, connections);
await pause(500);
probe.takeWorst();
await pause(1000);
const calm = probe.takeWorst();
const before = residentBytes(pid);
const begin = Date.now();
crowd.kill('SIGKILL');
const memory = new Peak(() => residentBytes(pid));
await until(async () => (await countOf(tocsin, 'status=open&rule=lost')) === connections, watch);
const openedAfter = Date.now() - begin;
const stormProbe = probe.takeWorst();
await pause(Math.max(0, begin + watch * 1000 - Date.now()));
const messages = bot.messages.filter(({ at }) => at - begin < 60_000);
const opened = await countOf(tocsin, 'status=open&rule=lost');
const told = toldBy(bot.messages.map(({ title, text }) => `${title ?? ''}\n${text}`.trim()));
const worstProbe = Math.max(stormProbe, probe.takeWorst());
const peak = memory.stop();

console.log(`${connections} clients lost at once, for: ${grace}s, 20 messages a minute\n`);
for (const { at, text, title } of bot.messages) {
  const [first = '', ...rest] = `${title ?? ''}\n${text}`.trim().split('\n');
  console.log(`+${((at - begin) / 1000).toFixed(3)} s  ${first}  (${rest.length} more lines)`);
}

await api.delete('/rules/lost');
await rule('back', '60s');
const saidBefore = bot.messages.length;
crowd = await startCrowd(port, connections);
await pause(1000);
crowd.kill('SIGKILL');
await pause(500);
crowd = await startCrowd(port, connections);
await pause(3000);
const pending = await countOf(tocsin, 'rule=back');
const saidOfBack = bot.messages
  .slice(saidBefore)
  .filter(({ text, title }) => `${title ?? ''}${text}`.includes('lost-and-back')).length;

console.log(
  `\n${textTable(
    ['', 'measured', 'wanted'],
    [
      ['messages in the first minute', String(messages.length), '3 at most'],
      ['alerts that are open', String(opened), String(connections)],
      ['alerts that messages told of', String(told), String(connections)],
      ['opened after the break, s', (openedAfter / 1000).toFixed(2), `${grace} and a little`],
      ['calm probe, ms', calm.toFixed(1), ''],
      ['worst probe, ms', worstProbe.toFixed(1), 'below 100'],
      ['memory before, and at its peak, MB', `${megabytes(before)}, ${megabytes(peak)}`, 'bounded'],
      ['all back in time: alerts left, messages', `${pending}, ${saidOfBack}`, '0, 0'],
    ],
  )}`,
);
const isGood =
  messages.length <= 3 && opened === connections && told === connections && pending + saidOfBack === 0;
if (!isGood) process.exitCode = 1;
crowd.kill('SIGKILL');
probe.stop();
api.close();
bot.close();

async function rule(id: string, time: string): Promise<void> {
  await api.post('/rules', {
    id,
    sql: `SELECT clientid, reason FROM "$events/client/disconnected" WHERE clientid != 'probe'`,
    alert: {
      title: id === 'back' ? 'lost-and-back' : 'offline',
      for: time,
      resolve_on: 'client.connected',
      notify: ['wecom:ops'],
    },
  });
}

async function countOf({ api: rest }: RunningTocsin, query: string): Promise<number> {
  return (await rest.get<Page>(`/alerts?limit=1&${query}`)).meta.count;
}

/** The numbers that people read of alerts that opened: `15,000 alerts`. */
function toldBy(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Number(COUNT.exec(text)?.[1]?.replaceAll(',', '') ?? 1), 0);
}

async function until(isSo: () => Promise<boolean>, most: number): Promise<void> {
  const end = Date.now() + most * 1000;
  while (!(await isSo()) && Date.now() < end) await pause(500);
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

function fail(reason: string): never {
  console.error(reason);
  process.exit(1);
}
