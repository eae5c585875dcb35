import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type ApiScenario, startApi } from '../../../test/support/api-scenario.ts';
import { startJournal } from '../../../test/support/journal-scenario.ts';
import type { ClientRow, FoundClients, Kicked } from '../contract.ts';

const MINUTE = 60_000;

/** Connected, kept and remembered clients. */
async function startSearch(t: TestContext) {
  const { journal, clock, connect, disconnect, broker: events } = startJournal(t);
  const api = await startApi(t, { journal });
  // The journal and the API hear of the same clients.
  Object.assign(api.broker, { events: events.events });
  const comeAndGo = async (clientId: string, reasons: readonly string[]) => {
    for (const reason of reasons) {
      connect(clientId, `u_${clientId}`);
      await clock.advance(1000);
      disconnect(clientId, reason);
    }
  };
  await comeAndGo('gone-1', ['keepalive_timeout', 'tcp_closed', 'keepalive_timeout']);
  await comeAndGo('gone-2', ['normal']);
  connect('dev-0412');
  api.broker.add('dev-0412', {
    username: 'u_emqx',
    peerHost: '10.2.0.7',
    attributes: { site: 'hz' },
    subscriptions: [
      { filter: 'cmd/+/x', qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 },
      { filter: '$share/g/jobs/#', qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 },
    ],
  });
  api.broker.add('dev-0421', {
    username: 'other',
    peerHost: '10.3.0.7',
    protocolVersion: 4,
    listener: 'ssl:tls',
  });
  connect('kept-1');
  disconnect('kept-1', 'keepalive_timeout');
  api.broker.add('kept-1', { connected: false, disconnectedAt: api.clock.now() - 10 * MINUTE });
  return api;
}

async function search(api: ApiScenario, q: string, more = ''): Promise<FoundClients> {
  const { status, body } = await api.send(`GET /client_search?q=${encodeURIComponent(q)}${more}`);
  assert.equal(status, 200, `${q}: ${JSON.stringify(body)}`);
  return body as FoundClients;
}

const idsOf = (rows: readonly ClientRow[]) => rows.map(({ clientid }) => clientid).join(' ');

test('one search finds what is connected, kept and remembered', async (t) => {
  const api = await startSearch(t);
  const table: Record<string, string> = {
    '': 'dev-0412 dev-0421 gone-1 gone-2 kept-1',
    'dev-04': 'dev-0412 dev-0421',
    'DEV-04': '',
    'dev 21': 'dev-0421',
    '-dev': 'gone-1 gone-2 kept-1',
    'user:u_emqx': 'dev-0412',
    'user:u_': 'dev-0412 gone-1 gone-2',
    'user:"u_"': '',
    'user:*emqx': 'dev-0412',
    'ip:10.2.': 'dev-0412',
    'ip:10.2.0.0/15': 'dev-0412 dev-0421',
    'listener:tls': 'dev-0421',
    'proto:3.1.1': 'dev-0421',
    'reason:keepalive_timeout': 'gone-1 kept-1',
    'reason:normal,keepalive_timeout -kept': 'gone-1 gone-2',
    'is:online': 'dev-0412 dev-0421',
    'is:offline': 'gone-1 gone-2 kept-1',
    'is:kept': 'kept-1',
    'is:gone': 'gone-1 gone-2',
    'offline>5m is:kept': 'kept-1',
    'offline>5d': '',
    flapping: 'gone-1',
    'flaps>=1': 'gone-1 kept-1',
    'attr.site:hz': 'dev-0412',
    '-attr.site:hz is:online': 'dev-0421',
    'sub:cmd/+/x': 'dev-0412',
    'sub:cmd/7/x': 'dev-0412',
    'sub:cmd/#': 'dev-0412',
    'sub:jobs/#': 'dev-0412',
    'sub:"cmd/#"': '',
    'user:': 'dev-0412 dev-0421 gone-1 gone-2 kept-1',
    '"dev-0412': 'dev-0412',
    'aa:bb': '',
  };
  for (const [q, wanted] of Object.entries(table)) {
    const { data, meta } = await search(api, q);
    assert.equal(idsOf(data), wanted, q);
    assert.equal(meta.count, data.length, q);
  }
});

test('the tabs are counted, and pages go on where the last one ended, in every order', async (t) => {
  const api = await startSearch(t);
  const { meta } = await search(api, '', '&state=offline');
  assert.deepEqual(meta.counts, { all: 5, online: 2, offline: 3, gone: 2, flapping: 1 });
  assert.equal(meta.count, 3);
  for (const sort of [
    'clientid',
    '-clientid',
    'username',
    '-flaps_24h',
    'state',
    '-last_seen_at',
    'reason',
  ]) {
    const whole = idsOf((await search(api, '', `&sort=${sort}`)).data);
    const parts: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page: FoundClients = await search(api, '', `&sort=${sort}&limit=2&cursor=${cursor}`);
      parts.push(idsOf(page.data));
      cursor = page.meta.cursor;
    }
    assert.equal(parts.join(' '), whole, sort);
  }
});

test('what is gone has its last reason and its drops, and a ban shows', async (t) => {
  const api = await startSearch(t);
  await api.send('POST /banned', { body: { as: 'clientid', who: 'gone-1' } });
  const { data } = await search(api, 'is:banned');
  assert.deepEqual(
    data.map(({ clientid, state, banned, reason, flaps_24h, listener }) => ({
      clientid,
      state,
      banned,
      reason,
      flaps_24h,
      listener,
    })),
    [
      {
        clientid: 'gone-1',
        state: 'gone',
        banned: true,
        reason: 'keepalive_timeout',
        flaps_24h: 3,
        listener: null,
      },
    ],
  );
});

test('a client id that is pasted whole is found, whatever it says in the language of searches', async (t) => {
  const api = await startSearch(t);
  for (const clientId of ['=HYPERLINK("http://x","y")', 'user:bob is:offline', '-gone-1', ' a"b']) {
    api.broker.add(clientId);
    assert.ok(idsOf((await search(api, clientId)).data).includes(clientId), clientId);
  }
});

test('where nothing fits, what is nearest is proposed', async (t) => {
  const api = await startSearch(t);
  const { meta } = await search(api, 'dev-0422');
  assert.deepEqual(meta.nearest?.slice(0, 2).toSorted(), ['dev-0412', 'dev-0421']);
});

test('a search that cannot be meant is refused with its place, in the language of the caller', async (t) => {
  const api = await startSearch(t);
  for (const [q, from, to] of [
    ['dev is:foo', 4, 10],
    ['offline>abc', 0, 11],
    ['proto:9', 0, 7],
    ['a -attr.:x', 2, 10],
    ['lisener:tls', 0, 11],
    ['ip:10.2/40', 0, 10],
  ] as const) {
    const { status, body } = await api.send(`GET /client_search?q=${encodeURIComponent(q)}`);
    assert.deepEqual([status, (body as { at: unknown }).at], [400, { from, to }], q);
  }
  const zh = await api.send('GET /client_search?q=is:foo', { headers: { 'accept-language': 'zh' } });
  assert.match((zh.body as { message: string }).message, /不是状态/);
});

test('all that a search finds can be kicked, after they were counted', async (t) => {
  const api = await startSearch(t);
  const body = { q: '-dev-0421', reason_string: 'maintenance' };
  const counted = await api.send('POST /client_search/kick', { body: { ...body, dry_run: true } });
  assert.deepEqual(counted.body as Kicked, { count: 2, online: 1 });
  assert.deepEqual(api.broker.kicked, []);
  assert.equal((await api.send('POST /client_search/kick', { body, who: 'viewerKey' })).status, 403);
  await api.send('POST /client_search/kick', { body, who: 'operatorKey' });
  assert.deepEqual(api.broker.kicked.toSorted(), ['dev-0412', 'kept-1']);
});

test('rows of some clients are asked for by ids, whatever these are', async (t) => {
  const api = await startSearch(t);
  api.broker.add('..', {});
  const { body } = await api.send('POST /client_search/rows', { body: { ids: ['..', 'gone-1', 'nobody'] } });
  assert.equal(idsOf((body as { data: ClientRow[] }).data), '.. gone-1');
  const path = `~base64url:${Buffer.from('..').toString('base64url')}`;
  assert.equal((await api.send(`GET /clients/${path}`)).status, 200);
});

test('without a journal there are still the sessions', async (t) => {
  const api = await startApi(t);
  api.broker.add('a', {});
  const { data, meta } = await search(api, '');
  assert.deepEqual([idsOf(data), meta.remembers], ['a', false]);
});

test('clients that a rule expects and nobody has seen are found, counted and named with their rule', async (t) => {
  const api = await startSearch(t);
  assert.equal((await search(api, '')).meta.counts.never_seen, undefined);
  api.rules.expected = [
    { rule: 'silent', clientIds: ['dev-0412', 'gone-1', 'new-1', 'new-2'] },
    { rule: 'other', clientIds: ['new-2', 'kept-1'] },
  ];
  const all = await search(api, '', '&state=never_seen');
  assert.equal(idsOf(all.data), 'new-1 new-2');
  assert.deepEqual(all.meta.counts, { all: 7, online: 2, offline: 3, gone: 2, flapping: 1, never_seen: 2 });
  const [row] = (await search(api, 'new-2')).data;
  assert.deepEqual([row?.state, row?.last_seen_at, row?.expected_by], ['never_seen', null, 'silent']);
  assert.equal(idsOf((await search(api, 'is:never_seen')).data), 'new-1 new-2');
  assert.equal(idsOf((await search(api, 'is:offline')).data), 'gone-1 gone-2 kept-1');
  assert.equal(idsOf((await search(api, 'offline>0s new')).data), '');
  for (const sort of ['state', '-last_seen_at'])
    assert.equal(idsOf((await search(api, '', `&sort=${sort}`)).data.slice(5)), 'new-1 new-2', sort);
  const { body } = await api.send('POST /client_search/rows', { body: { ids: ['new-1', 'nobody'] } });
  assert.equal((body as { data: ClientRow[] }).data[0]?.expected_by, 'silent');
  const kicked = await api.send('POST /client_search/kick', { body: { q: 'new', dry_run: true } });
  assert.deepEqual(kicked.body, { count: 0, online: 0 });
});
