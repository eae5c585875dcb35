import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runRuleTestsOf as run } from '../../../test/support/rule-test-run.ts';

const offline =
  'id: offline\nsql: SELECT clientid, reason FROM "$events/client/disconnected" WHERE reason != \'normal\'\n';

const alerting = `id: device-offline
name: Device offline
sql: SELECT clientid, reason FROM "$events/client/disconnected" WHERE reason != 'normal'
alert: { for: 60s, notify: ['wecom:ops'] }
`;

const gone = '{ event_type: client_disconnected, clientid: dev-1, reason: keepalive_timeout }';

test('what opens, resolves and is told is tested on a clock of its own', async (t) => {
  const { code, out } = await run(t, {
    'offline.yaml': alerting,
    'offline.test.yaml': `tests:
  - name: keep-alive timeout opens after 60 s
    events:
      - ${gone}
      - { at: +90s, event_type: client_connected, clientid: dev-1 }
    alerts: [{ at: +1m, key: dev-1, severity: critical, status: resolved, resolved_at: +90s }]
    messages:
      - { at: +60s, channel: 'wecom:ops', title: '[Critical] Device offline: dev-1', event: trigger }
      - { at: +90s, event: resolve }
  - name: reconnect at 59 s opens nothing
    events: [${gone}, { at: +59s, event_type: client_connected, clientid: dev-1 }]
    alerts: []
    messages: []
  - name: a session that is taken over is none
    event: { event_type: client_disconnected, reason: takenover }
    alerts: 0
  - name: 300 clients give one message
    language: zh
    events:
      - { times: 300, event_type: client_disconnected, clientid: 'dev-\${n}', reason: keepalive_timeout }
    alerts: 300
    messages: 1
  - name: not yet
    until: +59s
    events: [${gone}]
    alerts: []
`,
  });
  assert.equal(code, 0, out);
  assert.match(out, /\n 5 passed\n$/);
});

test('another alert, another message and too many of them are told with what came', async (t) => {
  const { code, out } = await run(t, {
    'offline.yaml': alerting,
    'offline.test.yaml': `tests:
  - { name: a, events: [${gone}], alerts: [{ at: +59s, severity: warning }] }
  - { name: b, events: [${gone}], alerts: [], messages: 2 }
  - { name: c, events: [${gone}], messages: [{ channel: 'wecom:op' }] }
`,
  });
  assert.equal(code, 5);
  assert.match(
    out,
    /✗ device-offline › a .*\n {5}alert 1\n {5}at: expected "\+59s", got "\+60s"\n {5}severity: expected "warning", got "critical"\n {5}the alert: \{"at":"\+60s","key":"dev-1",/,
  );
  assert.match(
    out,
    /✗ device-offline › b .*\n {5}expected no alert to open, and 1 did\n {5}the alert: .*\n {5}expected 2 messages, and 1 came\n {5}the message: /,
  );
  assert.match(
    out,
    /✗ device-offline › c .*\n {5}message 1\n {5}channel: expected "wecom:op", got "wecom:ops"/,
  );
});

test('a story about a rule without an alert fails in words', async (t) => {
  const { code, out } = await run(t, {
    'offline.yaml': offline,
    'offline.test.yaml': `tests:\n  - { events: [${gone}], alerts: 1 }\n`,
  });
  assert.equal(code, 5);
  assert.match(out, /\n {5}the rule has no alert\n/);
});

const wrongStories: ReadonlyArray<[story: string, sentence: RegExp]> = [
  [`events: ${gone}, alerts: 1`, /events must be a list/],
  [`events: [${gone}]`, /say what is expected, by one of alerts, messages/],
  [`events: [${gone}], alerts: many`, /alerts takes a number, or a list/],
  [`events: [${gone}], alerts: [{ kye: x }]`, /there is no member kye; did you mean key\?/],
  [`events: [${gone}], alerts: 1, row: {}`, /says nothing of rows; take out row/],
  [`events: [{ at: soon, event_type: client_connected }], alerts: 1`, /write how long after the beginning/],
  [`events: [{ times: 0, event_type: client_connected }], alerts: 1`, /times takes a whole number from 1/],
  [`events: [{ event_type: client_conected }], alerts: 1`, /did you mean client_connected\?/],
  [`events: [${gone}], alerts: 1, language: de`, /language takes en or zh/],
  [`events: [${gone}], alerts: 1, until: later`, /write how long after the beginning/],
];

for (const [story, sentence] of wrongStories) {
  test(`{ ${story.slice(0, 70)} } is no story`, async (t) => {
    const { code, out } = await run(t, {
      'offline.yaml': alerting,
      'offline.test.yaml': `tests:\n  - { ${story} }\n`,
    });
    assert.equal(code, 1);
    assert.match(out, sentence);
    assert.match(out, /\^/);
  });
}
