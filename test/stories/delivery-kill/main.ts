/** Kills a broker that delivers many times and counts: `npm run story:delivery-kill -- --rounds 20`. */
import { parseArgs } from 'node:util';
import { runDeliveryKillStory } from './delivery-kill-story.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } });
const rounds = Number(values.rounds);
if (!(rounds >= 1)) throw new Error('--rounds takes a number from 1 on');

const result = await runDeliveryKillStory({
  rounds,
  load: [300, 2000],
  onRound: (round, published) => console.error(`killed ${round} times, ${published} messages published`),
});
console.log(result);
if (result.lost + result.reordered > 0) process.exitCode = 1;
