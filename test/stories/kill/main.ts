/** Kills a loaded broker many times and counts: `npm run story:kill -- --rounds 100`. */
import { parseArgs } from 'node:util';
import { runKillStory } from './kill-story.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    durability: { type: 'string', default: 'normal' },
  },
});
const rounds = Number(values.rounds);
if (!(rounds >= 1)) throw new Error('--rounds takes a number from 1 on');
if (values.durability !== 'normal' && values.durability !== 'full')
  throw new Error('--durability is normal or full');

const result = await runKillStory({
  rounds,
  durability: values.durability,
  load: [100, 1000],
  onRound: (round, published) => console.error(`killed ${round} times, ${published} messages published`),
});
console.log(result);
const { lost, duplicatedQos2, reordered, sessionsLost, retainedLost } = result;
if (lost + duplicatedQos2 + reordered + sessionsLost + retainedLost > 0) process.exitCode = 1;
