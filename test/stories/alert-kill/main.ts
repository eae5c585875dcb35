/** Kills a broker in the middle of a story of alerts many times: `npm run story:alert-kill -- --rounds 100`. */
import { parseArgs } from 'node:util';
import { runAlertKillStory } from './alert-kill-story.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } });
const rounds = Number(values.rounds);
if (!(rounds >= 1)) throw new Error('--rounds takes a number from 1 on');

console.error('in peace:');
const peace = await runAlertKillStory({ kills: 0, chapters: 5, life: [0, 1] });
console.log(peace);
const war = await runAlertKillStory({
  kills: rounds,
  chapters: 1,
  life: [300, 6000],
  onKill: (kill, chapters) => console.error(`killed ${kill} times, in chapter ${chapters}`),
});
console.log(war);
if (peace.faults.length + war.faults.length > 0) process.exitCode = 1;
