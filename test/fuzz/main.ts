/** `npm run fuzz -- --seconds 60 --seed N`: the fuzz test for as long as wanted, from a seed that it prints when it fails. */
import { parseArgs } from 'node:util';
import { FuzzFailure, fuzzBroker } from './broker-fuzz.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    runs: { type: 'string', default: 'Infinity' },
  },
});
const first = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const end = performance.now() + Number(values.seconds) * 1000;
const runs = Number(values.runs);

console.log(`from seed ${first} on`);
let done = 0;
try {
  for (; done < runs && performance.now() < end; done++) await fuzzBroker((first + done) >>> 0);
  console.log(`${done} runs, nothing found`);
} catch (error) {
  if (!(error instanceof FuzzFailure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
