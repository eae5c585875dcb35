import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startDelivery } from '../../../test/support/delivery-scenario.ts';
import { HttpReceiver } from '../../../test/support/http-receiver.ts';
import type { Notice } from './notices.ts';

function noticeTo(channel: string, title = 'hello', more: Partial<Notice> = {}): Notice {
  const message = { title };
  return { channel, message, orderKey: 'a1', priority: 'normal', alert: 'a1', rule: 'r1', ...more };
}

async function receiver(t: TestContext) {
  const opened = await new HttpReceiver().open();
  t.after(() => opened.close());
  return { opened, url: `http://127.0.0.1:${opened.port}/hook` };
}

test('a notice goes to a channel without an action, and the log says of which alert and rule it tells', async (t) => {
  const { connectors, notices, untilSettled, logged, figures, actions } = startDelivery(t);
  const { opened, url } = await receiver(t);
  await connectors.create({ type: 'webhook', name: 'ops', url });
  const heard: unknown[] = [];
  notices.events.on('settled', ({ channel, outcome }) => heard.push([channel, outcome]));

  const id = notices.send(noticeTo('webhook:ops'));
  assert.equal(notices.waiting('webhook:ops'), 1);
  await untilSettled(1);

  assert.equal(notices.waiting('webhook:ops'), 0);
  assert.equal(JSON.parse(opened.requests[0]?.body ?? '{}').data.title, 'hello');
  const [record] = logged({ alert: ['a1'] });
  assert.deepEqual(
    [record?.id, record?.connector, record?.action, record?.rule, record?.status, record?.title],
    [id, 'webhook:ops', 'alert:webhook:ops', 'r1', 'delivered', 'hello'],
  );
  assert.deepEqual(heard, [['webhook:ops', 'delivered']]);
  const { metrics } = actions.metricsOfConnector('webhook:ops');
  assert.deepEqual([metrics.matched, metrics.success, metrics.queuing], [1, 1, 0]);
  assert.deepEqual(figures.outcomes(), [
    { connector: 'webhook:ops', action: 'alert:webhook:ops', result: 'delivered', reason: '', count: 1 },
  ]);
});

test('a channel is found by its id, by an alias of its type, and by its bare name when only one has it', async (t) => {
  const { connectors, notices } = startDelivery(t);
  await connectors.create({ type: 'preview', name: 'ops' });
  await connectors.create({ type: 'preview', name: 'both' });
  await connectors.create({ type: 'webhook', name: 'both', url: 'http://127.0.0.1:9/hook', enable: false });
  await connectors.create({ type: 'http', name: 'host', url: 'http://127.0.0.1:9' });

  assert.equal(notices.find('ops')?.id, 'preview:ops');
  assert.equal(notices.find('both'), undefined);
  assert.equal(notices.find('webhook:both')?.enable, false);
  assert.equal(notices.find('host'), undefined, 'what does not speak to people is no channel');
  assert.deepEqual(
    notices.list().map(({ id }) => id),
    ['preview:both', 'preview:ops', 'webhook:both'],
  );
  assert.equal(notices.inbox().id, 'preview:inbox', 'it is made when somebody needs it');
  assert.equal(connectors.get('preview:inbox').enable, true);
});

test('what waits for a channel outlives a restart, a change of its settings and its being switched off', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-notices-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const { opened, url } = await receiver(t);
  const first = startDelivery(t, { directory });
  await first.connectors.create({ type: 'webhook', name: 'ops', url, enable: false });
  const id = first.notices.send(noticeTo('webhook:ops'));
  await first.close();

  const second = startDelivery(t, { directory });
  assert.equal(second.notices.waiting('webhook:ops'), 1);
  await second.connectors.setEnabled('webhook:ops', true);
  const [settled] = await second.untilSettled(1);
  assert.deepEqual([settled?.delivery, settled?.outcome], [id, 'delivered']);
  assert.equal(opened.requests.length, 1);
});

test('what waits for a channel that is deleted is given up, and told so', async (t) => {
  const { connectors, notices, untilSettled, logged } = startDelivery(t);
  await connectors.create({ type: 'webhook', name: 'ops', url: 'http://127.0.0.1:9/', enable: false });
  notices.send(noticeTo('webhook:ops'));
  const heard: unknown[] = [];
  notices.events.on('settled', ({ outcome, reason }) => heard.push([outcome, reason]));

  await connectors.delete('webhook:ops');
  await untilSettled(1);

  assert.deepEqual(heard, [['dropped', 'resource_not_found']]);
  assert.equal(logged()[0]?.status, 'failed');
  assert.throws(() => notices.send(noticeTo('webhook:ops')), /there is no channel webhook:ops/);
});

test('a notice that was refused can be sent again', async (t) => {
  const { connectors, notices, untilSettled, logged, log } = startDelivery(t);
  const { opened, url } = await receiver(t);
  await connectors.create({ type: 'webhook', name: 'ops', url });
  opened.answer = (_request, response) => void response.writeHead(410).end();
  const id = notices.send(noticeTo('webhook:ops'));
  await untilSettled(1);
  assert.equal(logged()[0]?.status, 'failed');

  opened.answer = (_request, response) => void response.end();
  log.resend(id);
  await untilSettled(2);
  assert.equal(log.get(id).status, 'delivered');
});

test('the room of a channel is that of its limits, and some of it is kept for what is critical', async (t) => {
  const { connectors, notices } = startDelivery(t);
  const { url } = await receiver(t);
  await connectors.create({ type: 'webhook', name: 'free', url });
  await connectors.create({ type: 'webhook', name: 'slow', url, limits: { per_minute: 10 } });
  assert.equal(notices.room('webhook:free', 'normal'), Infinity);
  assert.deepEqual(
    [notices.room('webhook:slow', 'normal'), notices.room('webhook:slow', 'critical')],
    [8, 10],
  );
  assert.equal(notices.find('slow')?.perMinute, 10);
});
