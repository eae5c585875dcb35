import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type ApiScenario, startApi } from '../../../test/support/api-scenario.ts';
import type { FoundSubscriptions, UnsubscribedFound } from '../contract.ts';

const options = { qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;

async function start(t: TestContext): Promise<ApiScenario> {
  const api = await startApi(t);
  api.broker.add('dev-1', {
    username: 'ann',
    subscriptions: [
      { ...options, filter: 'cmd/+/x', qos: 1 },
      { ...options, filter: 'urn:plant:7/#' },
    ],
  });
  api.broker.add('dev-2', {
    connected: false,
    subscriptions: [
      { ...options, filter: '$share/g/cmd/1/x', qos: 2, noLocal: true },
      { ...options, filter: 'status' },
    ],
  });
  api.broker.add('idle');
  return api;
}

async function search(api: ApiScenario, q: string, more = ''): Promise<FoundSubscriptions> {
  const { status, body } = await api.send(`GET /subscription_search?q=${encodeURIComponent(q)}${more}`);
  assert.equal(status, 200, `${q}: ${JSON.stringify(body)}`);
  return body as FoundSubscriptions;
}

const namesOf = ({ data }: FoundSubscriptions) =>
  data.map(({ clientid, topic }) => `${clientid}:${topic}`).join(' ');

test('subscriptions are found by their own words and by those of whoever has them', async (t) => {
  const api = await start(t);
  const [shared, cmd, status, urn] = [
    'dev-2:$share/g/cmd/1/x',
    'dev-1:cmd/+/x',
    'dev-2:status',
    'dev-1:urn:plant:7/#',
  ] as const;
  const table: Record<string, readonly string[]> = {
    '': [shared, cmd, status, urn],
    cmd: [shared, cmd],
    CMD: [],
    'dev-1': [cmd, urn],
    'urn:plant': [urn],
    'topic:cmd': [shared, cmd],
    'topic:"cmd/+/x"': [cmd],
    'topic:*x': [shared, cmd],
    '-cmd': [status, urn],
    'qos:1,2': [shared, cmd],
    'group:g': [shared],
    '-group:*': [cmd, status, urn],
    'client:dev-2 -qos:2': [status],
    'sub:cmd/1/x': [shared, cmd],
    'sub:cmd/#': [shared, cmd],
    'user:ann': [cmd, urn],
    'is:offline': [shared, status],
    'is:offline status': [status],
    'subs>2': [],
  };
  for (const [q, wanted] of Object.entries(table)) {
    const found = await search(api, q);
    assert.equal(namesOf(found), wanted.join(' '), q);
    assert.equal(found.meta.count, wanted.length, q);
  }
  assert.equal((await search(api, 'cmd')).meta.clients, 2);
});

test('pages go on where the last one ended, in every order', async (t) => {
  const api = await start(t);
  for (const sort of ['topic', '-topic', 'clientid', '-clientid', 'qos', '-qos']) {
    const all = namesOf(await search(api, '', `&sort=${sort}`));
    const pages: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page: FoundSubscriptions = await search(api, '', `&sort=${sort}&limit=1&cursor=${cursor}`);
      pages.push(namesOf(page));
      cursor = page.meta.cursor;
    }
    assert.equal(pages.join(' '), all, sort);
  }
  const [first] = (await search(api, '', '&sort=-qos')).data;
  assert.deepEqual([first?.topic, first?.nl], ['$share/g/cmd/1/x', 1]);
  assert.equal((await api.send('GET /subscription_search?cursor=nonsense')).status, 400);
  assert.equal((await api.send('GET /subscription_search?sort=size')).status, 400);
});

test('a search that cannot be meant is refused with its place, also behind words of its own', async (t) => {
  const api = await start(t);
  for (const [q, from, to] of [
    ['cmd qos:3', 4, 9],
    ['topic:a client:b is:asleep', 17, 26],
  ] as const) {
    const { status, body } = await api.send(`GET /subscription_search?q=${encodeURIComponent(q)}`);
    assert.equal(status, 400);
    assert.deepEqual((body as { at: object }).at, { from, to }, q);
  }
});

test('all that fit are unsubscribed, or those that are named, after they were counted', async (t) => {
  const api = await start(t);
  const run = async (body: object) => {
    const { status, body: answer } = await api.send('POST /subscription_search/unsubscribe', { body });
    assert.equal(status, 200);
    return answer as UnsubscribedFound;
  };
  assert.deepEqual(await run({ q: 'cmd', dry_run: true }), { count: 2, clients: 2 });
  const named = [
    { clientid: 'dev-1', topic: 'cmd/+/x' },
    { clientid: 'dev-1', topic: 'was/never' },
  ];
  assert.deepEqual(await run({ subscriptions: named }), { count: 1, clients: 1 });
  assert.equal(namesOf(await search(api, 'cmd')), 'dev-2:$share/g/cmd/1/x');
  assert.deepEqual(await run({ q: 'dev-2' }), { count: 2, clients: 1 });
  assert.equal(namesOf(await search(api, '')), 'dev-1:urn:plant:7/#');
});
