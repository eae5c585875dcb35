import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventLine, eventSentence, eventTitles } from './event-words.ts';
import { firstChecks, reasonText, reasonWords } from './reason-words.ts';

const gone = (reason: string) => ({
  event: 'client.disconnected',
  clientid: 'dev-0421',
  username: null,
  columns: { reason },
});

test('an event is told in words, in both languages', () => {
  assert.equal(eventLine(gone('keepalive_timeout'), 'zh'), 'dev-0421 心跳超时断开');
  assert.equal(eventLine(gone('keepalive_timeout'), 'en'), 'dev-0421 timed out');
  assert.equal(eventLine(gone('tcp_closed'), 'en'), 'dev-0421 disconnected: connection closed by peer');
  assert.equal(eventLine(gone('ws_close_1001'), 'en'), 'dev-0421 disconnected: ws close 1001');
  const denied = {
    event: 'client.check_authz_complete',
    clientid: 'a',
    username: 'u',
    columns: { result: 'deny', action: 'publish', topic: 't/1' },
  };
  assert.equal(eventLine(denied, 'en'), 'a may not publish t/1');
  assert.equal(eventLine(denied, 'zh'), 'a 无权发布 t/1');
  const gap = {
    event: 'journal.gap',
    clientid: null,
    username: null,
    columns: { count: 12, reason: 'overload' },
  };
  assert.equal(eventLine(gap, 'en'), '12 events were not recorded: too much at once');
  const alarm = {
    event: 'alarm.activated',
    clientid: null,
    username: null,
    columns: { message: 'CPU usage is high: 99.9%', details: { message_zh: 'CPU 使用率过高：99.9%' } },
  };
  assert.equal(eventLine(alarm, 'en'), 'CPU usage is high: 99.9%');
  assert.equal(eventLine(alarm, 'zh'), 'CPU 使用率过高：99.9%');
  const own = {
    name: 'overload/refuse_connections',
    message: 'overload: new connections are refused',
    details: {},
  };
  assert.equal(eventLine({ ...alarm, columns: own }, 'en'), own.message);
  assert.equal(eventLine({ ...alarm, columns: own }, 'zh'), '过载：拒绝新连接');
  assert.equal(eventLine({ ...gap, event: 'new.kind' }, 'zh'), 'new.kind');
});

test('what a device chose is a part of its own', () => {
  assert.deepEqual(eventSentence({ ...gone('normal'), clientid: '<b>\u202e' }, 'en'), [
    { device: '<b>\u202e', what: 'client' },
    ' said good-bye',
  ]);
});

test('both languages have words for the same things', () => {
  assert.deepEqual(Object.keys(reasonWords.en).sort(), Object.keys(reasonWords.zh).sort());
  assert.deepEqual(Object.keys(eventTitles.en).sort(), Object.keys(eventTitles.zh).sort());
  assert.deepEqual(Object.keys(firstChecks.en).sort(), Object.keys(firstChecks.zh).sort());
  for (const event of Object.keys(eventTitles.en)) {
    for (const language of ['en', 'zh'] as const) {
      assert.notEqual(eventLine({ event, clientid: 'c', username: null, columns: {} }, language), event);
    }
  }
  assert.equal(reasonText('kicked', 'zh'), '被管理员踢下线');
});
