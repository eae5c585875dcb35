/**
 * Thousands of clients, churn, rules, alerts and deliveries to a receiver with bad times, for twenty minutes:
 * `npm run soak -- [--minutes 20] [--clients 5000]`. Ends with 1 when something was lost, memory went on growing, or the
 * broker said something that it should not.
 */
import { parseArgs } from 'node:util';
import { wholeNumber } from '../../bench/options.ts';
import { type SoakResult, type SoakSample, soak } from './soak.ts';

/** Milliseconds: longer than any device is away for a moment, also on a machine that has to stop and think. */
const GRACE = 12_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    clients: { type: 'string', default: '5000' },
  },
});
const minutes = wholeNumber('minutes', values.minutes, 1, 7 * 24 * 60);
const clients = wholeNumber('clients', values.clients, 100, 15_000);
const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

console.log(`${clients} clients for ${minutes} minutes`);
let said = 0;
const result = await soak({
  milliseconds: minutes * 60_000,
  clients,
  grace: GRACE,
  sampleEvery: 5000,
  onSample: say,
});
report(result);
if (result.faults.length > 0 || !result.memory.isFlat) process.exitCode = 1;

/** Twice a minute. */
function say({ at, residentBytes, connected, acknowledged, alertsTold, delivered }: SoakSample): void {
  if (at - said < 30_000) return;
  said = at;
  console.log(
    `${(at / 60_000).toFixed(1)} min · ${mebibytes(residentBytes)} · ${connected} connected · ${acknowledged} messages · ${delivered} delivered · ${alertsTold} alerts told`,
  );
}

function report({ deliveries, memory, faults, ...rest }: SoakResult): void {
  const counts = (map: ReadonlyMap<string, number>): string =>
    [...map].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
  console.log(`
messages acknowledged   ${rest.acknowledged}
deliveries              ${deliveries.wanted} wanted, ${deliveries.arrived} arrived, ${deliveries.repeated} came again
episodes                ${counts(rest.episodes)}
alerts told             ${rest.alertsTold}
faults of the receiver  ${counts(rest.receiverFaults)}
lines of the log        ${counts(rest.logLines)}
memory                  ${mebibytes(memory.middle)} in the middle, ${mebibytes(memory.end)} at the end: ${memory.isFlat ? 'flat' : 'STILL GROWING'}
faults                  ${faults.length === 0 ? 'none' : `\n  ${faults.slice(0, 50).join('\n  ')}`}`);
}
