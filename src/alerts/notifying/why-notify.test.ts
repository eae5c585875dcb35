import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Situation, type Why, whyNotify } from './why-notify.ts';

const NOW = 1_000_000;
const WINDOW = 30_000;

const quiet: Situation = {
  now: NOW,
  window: WINDOW,
  toldOpen: 0,
  unattended: 0,
  opened: 0,
  openedSince: NOW,
  soon: undefined,
  worse: 0,
  acknowledged: 0,
  over: 0,
  overSince: NOW,
  endsSingly: false,
  openedToldAt: undefined,
  toldAt: undefined,
  repeat: undefined,
};

const later = (until: number | undefined): Why => ({ reason: 'none', until });
const tell = (reason: Exclude<Why['reason'], 'none'>): Why => ({ reason });
const told = { toldOpen: 3, unattended: 3, openedToldAt: NOW - 10_000, toldAt: NOW - 10_000 };

const cases: [sentence: string, situation: Partial<Situation>, why: Why][] = [
  ['nothing is the matter', {}, later(undefined)],
  ['what was told and is open is no news', told, later(undefined)],
  ['the first word goes out at once', { opened: 1 }, tell('first')],
  [
    'the first word waits for those whose grace ends in a moment',
    { opened: 1, soon: NOW + 700 },
    later(NOW + 700),
  ],
  ['… and goes when they have opened', { opened: 1, soon: NOW, openedSince: NOW - 700 }, tell('first')],
  [
    '… and never waits longer than two seconds',
    { opened: 9, soon: NOW + 900, openedSince: NOW - 1900 },
    later(NOW + 100),
  ],
  [
    '… even when there are always more to come',
    { opened: 9, soon: NOW + 900, openedSince: NOW - 2000 },
    tell('first'),
  ],
  [
    'what opens in a group that was just told waits for the window',
    { ...told, opened: 2 },
    later(NOW + 20_000),
  ],
  ['… and is told when it is over', { ...told, opened: 2, openedToldAt: NOW - WINDOW }, tell('more')],
  [
    'what opens in a group that was told long ago is told at once',
    { ...told, opened: 1, openedToldAt: NOW - 600_000 },
    tell('more'),
  ],
  [
    'a new first word within the window of the last one waits for it',
    { opened: 1, openedToldAt: NOW - 10_000 },
    later(NOW + 20_000),
  ],
  ['without a window nothing waits', { ...told, opened: 1, window: 0 }, tell('more')],
  [
    'the end is told at once when nothing told is open any more',
    { over: 3, toldAt: NOW - 5 },
    tell('resolved'),
  ],
  [
    '… also when another alert waits for its turn',
    { over: 1, opened: 1, openedToldAt: NOW - 10_000 },
    tell('resolved'),
  ],
  [
    'a part that is over waits for the window, from the first that came back',
    { ...told, openedToldAt: NOW - 600_000, over: 1, overSince: NOW - 1000 },
    later(NOW + 29_000),
  ],
  ['… and is told when it is over', { ...told, over: 2, overSince: NOW - WINDOW }, tell('resolved')],
  [
    'where each alert is ended by itself, it is so at once',
    { ...told, over: 1, endsSingly: true },
    tell('resolved'),
  ],
  [
    'what opened and what is over go together when one of them is due',
    { ...told, openedToldAt: NOW - WINDOW, opened: 1, over: 1, overSince: NOW - 1000 },
    tell('more'),
  ],
  ['what got worse waits for nothing', { ...told, worse: 1, opened: 4, over: 1 }, tell('escalated')],
  [
    'that somebody takes care of it is told where it is news',
    { ...told, acknowledged: 1 },
    tell('acknowledged'),
  ],
  ['what nobody took care of is told again', { ...told, repeat: 10_000 }, tell('repeat')],
  ['… not before its time', { ...told, repeat: 60_000 }, later(NOW + 50_000)],
  ['… and not when all of it is acknowledged', { ...told, repeat: 10_000, unattended: 0 }, later(undefined)],
  [
    'the next look is at the first of all times',
    { ...told, repeat: 15_000, opened: 1, over: 1 },
    later(NOW + 5000),
  ],
];

for (const [sentence, situation, why] of cases) {
  test(`why notify: ${sentence}`, () => assert.deepEqual(whyNotify({ ...quiet, ...situation }), why));
}
