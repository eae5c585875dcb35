import assert from 'node:assert/strict';
import { mock, type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';

/** A connection whose streams are answered by `answer`, on a clock of its own. */
async function startConnection(t: TestContext, answer: () => Response) {
  const store = { getItem: () => null, setItem: () => undefined };
  const window = {
    document: { addEventListener() {}, baseURI: 'http://tocsin.test/' },
    localStorage: store,
    addEventListener() {},
  };
  Object.assign(globalThis, window);
  t.after(() => {
    for (const name of Object.keys(window)) delete (globalThis as Record<string, unknown>)[name];
  });
  let asked = 0;
  t.mock.method(globalThis, 'fetch', () => {
    asked++;
    return Promise.resolve(answer());
  });
  const { LiveConnection } = await import('./live-connection.ts');
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  t.after(() => mock.timers.reset());
  const connection = new LiveConnection({ onMissed() {}, onServer() {} });
  return {
    connection,
    asked: () => asked,
    async advance(milliseconds: number) {
      mock.timers.tick(milliseconds);
      for (let round = 0; round < 10; round++) await turn();
    },
  };
}

test('a stream that a starting server refuses is tried again soon, and ever more seldom', async (t) => {
  let isReady = false;
  const begun = () => new Response(new ReadableStream({ start: (to) => to.enqueue(hello) }));
  const hello = new TextEncoder().encode('event: server\ndata: {}\n\n');
  const { connection, advance, asked } = await startConnection(t, () =>
    isReady ? begun() : new Response('{}', { status: 503 }),
  );
  connection.listen('alerts', () => undefined);
  await advance(30);
  assert.deepEqual([connection.state.kind, asked()], ['polling', 1]);
  for (const [milliseconds, tries] of [
    [4_999, 1],
    [1, 2],
    [10_000, 3],
    [20_000, 4],
    [40_000, 5],
    [60_000, 6],
  ] as const) {
    await advance(milliseconds);
    assert.equal(asked(), tries);
  }
  isReady = true;
  await advance(60_000);
  assert.equal(connection.state.kind, 'live');
  connection.pause();
});
