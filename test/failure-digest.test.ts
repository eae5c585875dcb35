import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DingtalkSimulator } from './support/bots/dingtalk.ts';
import { startTestApp } from './support/running-app.ts';

interface Row {
  readonly id: string;
  readonly status: string;
  readonly title: string | null;
  readonly told_in: string | null;
}

test('what failed at a chat is told in one message, and fails no more; a program gets no digest', async (t) => {
  const { api, connect } = await startTestApp(t);
  const bot = await new DingtalkSimulator({ secret: 'SECright' }).open();
  t.after(() => bot.close());
  const channel = { url: bot.url, secret: 'SECwrong', language: 'zh', time_zone: 'Asia/Shanghai' };
  await api.must('POST', '/connectors', { type: 'dingtalk', name: 'ops', ...channel });
  await api.must('POST', '/rules', {
    id: 'offline',
    sql: 'SELECT clientid FROM "$events/client/disconnected"',
    actions: [],
    alert: { key: '${clientid}', for: '0s', notify: ['dingtalk:ops'], title: '${clientid} is gone' },
  });
  const list = async (status: string) =>
    ((await api.must('GET', `/deliveries?status=${status}`)) as { data: Row[] }).data;
  const until = async (status: string, count: number) => {
    let rows = await list(status);
    while (rows.length < count) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      rows = await list(status);
    }
    return rows;
  };
  (await connect({ clientId: 'press-1' })).stream.destroy();
  const failed = await until('failed', 1);
  assert.equal(bot.messages.length, 0);

  await api.must('PUT', '/connectors/dingtalk:ops', { ...channel, secret: 'SECright' });
  const answer = (await api.must('POST', '/connectors/dingtalk:ops/recover', { since: 0, merge: true })) as {
    count: number;
    merged_into: string;
  };
  assert.equal(answer.count, failed.length);
  const digested = await list('digested');
  assert.deepEqual(
    digested.map(({ id, told_in: told }) => [id, told]),
    failed.map(({ id }) => [id, answer.merged_into]),
  );
  assert.deepEqual(await list('failed,expired'), []);
  await until('delivered', 1);
  const text = JSON.stringify(bot.messages);
  assert.match(text, /条告警消息未送达/);
  assert.ok(text.includes('press-1 is gone'), text);

  // Nothing is left to tell.
  const again = (await api.must('POST', '/connectors/dingtalk:ops/recover', {
    since: 0,
    merge: true,
  })) as object;
  assert.partialDeepStrictEqual(again, { count: 0, merged_into: null });
  // Sent again by itself, it is told once more, and stands for itself.
  await api.must('POST', `/deliveries/${failed[0]?.id}/resend`);
  const [resent] = (await until('delivered', 2)).filter(({ id }) => id === failed[0]?.id);
  assert.equal(resent?.told_in, null);

  await api.must('POST', '/connectors', { type: 'http', name: 'web', url: 'http://127.0.0.1:9' });
  const refused = await api.call('POST', '/connectors/http:web/recover', { since: 0, merge: true });
  assert.equal(refused.status, 400);
  assert.match(JSON.stringify(refused.body), /only chats and mailboxes/);
});
