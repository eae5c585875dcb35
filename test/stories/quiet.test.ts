import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestApp, type TestApp } from '../support/running-app.ts';

const RULE = {
  id: 'offline',
  sql: `SELECT clientid, reason FROM "$events/client/disconnected" WHERE reason != 'normal'`,
  alert: { title: { en: 'Device offline', zh: '设备离线' }, group: { window: '1s' } },
};

interface InboxPage {
  data: { message: { title: string; links?: { label: string; url: string }[] } }[];
}

/** What people were told of a client, the newest first. */
async function inbox({ api }: TestApp, clientId: string): Promise<InboxPage['data']> {
  const { data } = (await api.must('GET', '/preview_inbox')) as InboxPage;
  return data.filter(({ message }) => message.title.includes(clientId));
}

/** The first message, as soon as it is there. */
async function told(app: TestApp, clientId: string): Promise<InboxPage['data'][number]['message']> {
  for (;;) {
    const first = (await inbox(app, clientId)).at(-1);
    if (first) return first.message;
    await sleep(50);
  }
}

async function goes(app: TestApp, clientId: string): Promise<void> {
  const client = await app.connect({ clientId });
  client.stream.destroy();
}

test('from the message to the page: somebody is on it, and what was silenced is told when the silence is over', async (t) => {
  const app = await startTestApp(t);
  await app.api.must('POST', '/rules', RULE);

  await goes(app, 'device-1');
  const { links = [] } = await told(app, 'device-1');
  assert.deepEqual(
    links.map(({ label }) => label),
    ['View', "I'm on it", 'Silence 1 h'],
  );
  const url = links[1]?.url ?? '';
  const page = await fetch(url, { headers: { 'accept-language': 'en' } });
  assert.equal(page.status, 200);
  assert.match(await page.text(), /Device offline: device-1/);
  const form = new URLSearchParams({ do: 'acknowledge', name: 'Li' });
  const pressed = await fetch(url, { method: 'POST', body: form, headers: { 'accept-language': 'en' } });
  assert.equal(pressed.status, 200, 'it shows the page again');
  assert.match(await pressed.text(), /Li \(from a link\) is on it since/);
  const { data } = (await app.api.must('GET', '/alerts?status=acknowledged&key=device-1')) as {
    data: { acknowledged_by: string }[];
  };
  assert.equal(data[0]?.acknowledged_by, 'link (Li)');

  const { id } = (await app.api.must('POST', '/silences', {
    matchers: { key: 'device-2' },
    until_resolved: true,
    reason: 'rack move',
  })) as { id: string };
  await goes(app, 'device-2');
  for (let count = 0; count === 0; await sleep(50)) {
    const silence = (await app.api.must('GET', `/silences/${id}`)) as { hides: { count: number } };
    ({ count } = silence.hides);
  }
  assert.deepEqual(await inbox(app, 'device-2'), []);
  await app.api.must('POST', `/silences/${id}/expire`);
  assert.match((await told(app, 'device-2')).title, /^\[Critical\] Device offline: device-2/);
});
