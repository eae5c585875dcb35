import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf, startDelivery } from '../../../test/support/delivery-scenario.ts';

const page = { skip: 0, take: 100 };

test('the preview inbox shows tests and deliveries, the newest first, and what a vendor would have got', async (t) => {
  const { connectors, actions, previewInbox, untilSettled } = startDelivery(t);
  await connectors.create({ type: 'preview', name: 'inbox', as: 'wecom' });
  await connectors.create({ type: 'preview', name: 'other' });
  actions.create({ type: 'preview', name: 'tell', connector: 'inbox' });
  assert.equal((await connectors.test('preview:inbox', { title: 'hello' })).result, 'delivered');
  assert.equal((await connectors.probe({ type: 'preview', name: 'draft' })).result, 'delivered');
  actions.run('preview:tell', rowOf({ clientid: 'd-17', reason: 'kicked', disconnected_at: 1 }));
  assert.equal((await untilSettled(1))[0]?.outcome, 'delivered');
  const { rows, count } = previewInbox.page('preview:inbox', page);
  assert.equal(count, 2);
  const titles = rows.map(({ message }) => (message as { title: string }).title);
  assert.deepEqual(titles, ['d-17 disconnected: kicked by an administrator', 'hello']);
  assert.match(JSON.stringify(rows[0]?.body), /qyapi\.weixin\.qq\.com.*msgtype.*d-17/);
  assert.equal(previewInbox.page(undefined, page).count, 3);
  previewInbox.clear('preview:inbox');
  assert.equal(previewInbox.page(undefined, page).count, 1);
});

const vendors = [
  'dingtalk',
  'discord',
  'email',
  'feishu',
  'pagerduty',
  'slack',
  'teams',
  'telegram',
  'webhook',
  'wecom',
];
for (const as of vendors) {
  test(`the preview inbox shows a message as ${as} would get it`, async (t) => {
    const { connectors } = startDelivery(t);
    const { request } = await connectors.probe({ type: 'preview', name: 'a', as });
    assert.match(JSON.stringify(request), /"body":\{.*Tocsin/);
  });
}

test('the preview inbox keeps the newest thousand messages, a repeat once, and no huge ones', async (t) => {
  const { previewInbox } = startDelivery(t);
  for (let i = 0; i < 1005; i++) {
    await previewInbox.keep('preview:a', { id: `id-${i}`, message: { title: `${i}` }, body: null });
  }
  await previewInbox.keep('preview:a', {
    id: 'id-1004',
    message: { title: 'again', data: 'x'.repeat(1_000_000) },
    body: null,
  });
  const { rows, count } = previewInbox.page(undefined, { skip: 0, take: 2000 });
  assert.equal(count, 1000);
  assert.deepEqual(rows[0]?.message, { title: 'again' });
  assert.deepEqual(rows.at(-1)?.message, { title: '5' });
});
