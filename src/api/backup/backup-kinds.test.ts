import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiCaller } from './backup-item.ts';
import { BACKUP_KINDS, RETAINED } from './backup-kinds.ts';

/** Answers in pages of two, whatever is asked for. */
function pagesOf(
  path: string,
  rows: readonly object[],
  others: (path: string) => unknown = () => undefined,
): ApiCaller {
  return {
    get(asked) {
      const url = new URL(asked, 'http://broker');
      if (url.pathname !== path) return Promise.resolve(others(url.pathname));
      const page = Number(url.searchParams.get('page') ?? 1);
      return Promise.resolve({
        data: rows.slice(2 * (page - 1), 2 * page),
        meta: { page, limit: 2, hasnext: 2 * page < rows.length },
      });
    },
    send: () => Promise.reject(new Error('nothing is sent')),
  };
}

test('a backup has all pages of a list', async () => {
  const rows = [1, 2, 3, 4, 5].map((n) => ({ as: 'clientid', who: `dev-${n}` }));
  const bans = BACKUP_KINDS.find(({ name }) => name === 'bans');
  const read = await bans?.read(pagesOf('/banned', rows), { secrets: false });
  assert.deepEqual(
    read?.items.map(({ who }) => who),
    ['dev-1', 'dev-2', 'dev-3', 'dev-4', 'dev-5'],
  );
});

test('it has all retained messages, but those in which the broker speaks of itself', async () => {
  const topics = ['a', '$SYS/brokers', 'b', 'c'];
  const caller = pagesOf(
    '/mqtt/retainer/messages',
    topics.map((topic) => ({ topic })),
    (path) => ({
      msgid: '00',
      topic: decodeURIComponent(path.split('/').at(-1) ?? ''),
      qos: 1,
      publish_at: '2026-01-31T12:00:00.000+08:00',
      from_clientid: 'd1',
      from_username: null,
      payload_size: 1,
      payload: 'eA==',
    }),
  );
  const { items } = await RETAINED.read(caller, { secrets: false });
  assert.deepEqual(
    items,
    ['a', 'b', 'c'].map((topic) => ({
      topic,
      qos: 1,
      publish_at: '2026-01-31T04:00:00.000Z',
      from_clientid: 'd1',
      from_username: null,
      payload: 'eA==',
    })),
  );
});
