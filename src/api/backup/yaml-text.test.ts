import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readYaml, writeYaml } from './yaml-text.ts';

const value = (count: number) => ({
  tocsin_backup: 1,
  objects: { bans: Array.from({ length: count }, (_, n) => ({ as: 'clientid', who: `设备 "${n}": #` })) },
});

/** How many turns the event loop made meanwhile. */
async function turnsOf(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns++;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await work;
  isOver = true;
  return turns;
}

for (const count of [1, 5_000]) {
  test(`a document of ${count} things is written as YAML, and read again as it was`, async () => {
    const text = await writeYaml(value(count));
    assert.match(text, /^tocsin_backup: 1\nobjects:\n {2}bans:\n {4}- as: clientid\n/);
    assert.deepEqual(await readYaml(text), value(count));
    assert.deepEqual(await readYaml(JSON.stringify(value(count))), value(count));
  });
}

test('while a long one is written or read, other things go on', async () => {
  const text = writeYaml(value(5_000));
  assert.ok((await turnsOf(text)) > 10);
  assert.ok((await turnsOf(readYaml(await text))) > 10);
});

test('what is no YAML is told in words of the parser, and no alias is followed', async () => {
  for (const filling of ['', '# \n'.repeat(20_000)]) {
    await assert.rejects(readYaml(`${filling}a: [`), /Flow sequence in block collection/);
    await assert.rejects(readYaml(`${filling}a: &x [1]\nb: *x`), /alias/i);
  }
});
