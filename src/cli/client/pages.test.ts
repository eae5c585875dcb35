import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientCommands } from '../../texts/client-commands.ts';
import type { ApiClient } from './api-client.ts';
import { UsageError } from './client-run.ts';
import { type ListAnswer, type PageOptions, readPages } from './pages.ts';

/** 2500 numbers, as the lists of the API give them: by a cursor, or by the number of the page. */
function listOf(way: 'cursor' | 'page') {
  const asked: string[] = [];
  const get = async (path: string) => {
    asked.push(path);
    const query = new URLSearchParams(path.split('?')[1]);
    const limit = Number(query.get('limit'));
    const page = Number(query.get('page') ?? 1);
    const from = way === 'cursor' ? Number(query.get('cursor') ?? 0) : (page - 1) * limit;
    const data = Array.from({ length: Math.max(0, Math.min(limit, 2500 - from)) }, (_, at) => from + at);
    const next = from + data.length;
    if (way === 'page') return { data, meta: { page, limit, count: 2500, hasnext: next < 2500 } };
    return { data, meta: { ...(next < 2500 && { cursor: String(next) }) } };
  };
  const said: string[] = [];
  const run = {
    api: { get } as unknown as ApiClient,
    error: (text: string) => said.push(text),
    texts: clientCommands.en,
  };
  const read = async (options: PageOptions) =>
    (await readPages<ListAnswer<number>>(run, '/list', new URLSearchParams(), options)).data;
  return { read, asked, said };
}

for (const way of ['cursor', 'page'] as const) {
  test(`a list that goes on by its ${way} is read as far as it is wanted, and that there is more is said`, async () => {
    const { read, asked, said } = listOf(way);
    const all = await read({ all: true });
    assert.deepEqual(
      all,
      Array.from({ length: 2500 }, (_, at) => at),
    );
    assert.deepEqual([asked.length, said], [3, []]);
    assert.equal((await read({})).length, 100);
    assert.equal((await read({ limit: '1500' })).at(-1), 1499);
    const count =
      way === 'page' ? (shown: number) => `${shown} of 2500` : (shown: number) => `the first ${shown}`;
    assert.deepEqual(
      said,
      [100, 1500].map((shown) => `${count(shown)}; the others: --limit COUNT or --all`),
    );
    assert.equal((await read({ limit: '8', isPart: true })).length, 8);
    assert.equal(said.length, 2);
    await assert.rejects(read({ limit: '0' }), UsageError);
    await assert.rejects(read({ limit: '5', all: true }), UsageError);
  });
}
