import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLineTexts } from '../../texts/command-line.ts';
import { progressTexts } from '../../texts/progress.ts';
import { progressLine, progressOn } from './progress.ts';

const { en, zh } = progressTexts;

test('a line has a bar and what is left where the whole is known, the rate, and what else is said', () => {
  assert.equal(
    progressLine({ unit: 'events', done: 12_345, total: 49_380 }, 1000, en),
    '[#####---------------]  25 %  12,345 of 49,380 events  1,000/s  37 s left',
  );
  assert.equal(
    progressLine({ unit: 'events', done: 12_345, total: 49_380 }, 10, zh),
    '[#####---------------]  25 %  12,345 / 49,380 个事件  每秒 10  剩余 1:01:44',
  );
  assert.equal(progressLine({ unit: 'bytes', done: 3_400_000 }, 120_400, en), '3.4 MB  120.4 kB/s');
  assert.equal(
    progressLine({ unit: 'seconds', done: 4, total: 10, note: 'sent 4,000' }, 1, en),
    '[########------------]  40 %  4 of 10 s  6 s left  sent 4,000',
  );
  assert.equal(
    progressLine({ unit: 'percent', done: 0.5, total: 1, note: 'history' }, undefined, en),
    '[##########----------]  50 %  history',
  );
  assert.equal(progressLine({ unit: 'connections', done: 3, total: 0 }, undefined, en), '3 of 0 connections');
});

test('it is one line of standard error on a terminal, which is gone at the end; nowhere else is anything written', () => {
  let said = '';
  const context = {
    environment: {},
    texts: commandLineTexts.en,
    version: '1.2.3',
    out: () => assert.fail('progress is no output'),
    error: (text: string) => {
      said += text;
    },
    screen: { rows: () => 24, columns: () => 30 },
  };
  progressOn(context)({ unit: 'events', done: 1 });
  progressOn({ ...context, isErrorTerminal: true, environment: { TERM: 'dumb' } })({
    unit: 'events',
    done: 1,
  });
  assert.equal(said, '');
  const progress = progressOn({ ...context, isErrorTerminal: true });
  progress(undefined);
  assert.equal(said, '');
  progress({ unit: 'events', done: 1, total: 4 });
  progress({ unit: 'events', done: 2, total: 4 });
  progress(undefined);
  assert.equal(said, '\r\u001b[K[#####---------------]  25 % \r\u001b[K');
});
