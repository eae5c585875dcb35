import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startScenario } from '../../../test/support/rule-scenario.ts';

const offline = 'SELECT clientid, reason FROM "$events/client/disconnected"';

const ids = ['wecom:ops', 'dingtalk:ops', 'slack:team'];
const channels = {
  find: (name: string) => (ids.includes(name) || name === 'team' ? {} : undefined),
  list: () => ids.map((id) => ({ id })),
};

const cases: ReadonlyArray<[sql: string, alert: object, warnings: string[]]> = [
  [offline, {}, []],
  [offline, { title: `Offline: \${clientid}`, key: `\${clientid}`, for: '60s' }, []],
  ['SELECT reason FROM "$events/client/disconnected"', { title: `\${clientid}` }, []],
  [offline, { title: `\${clientId} \${reason}` }, [`unknownVariable alert.title: \${clientid}`]],
  [
    offline,
    { title: { en: `\${user}`, zh: `\${reson}` } },
    ['unknownVariable alert.title.en: select it', `unknownVariable alert.title.zh: \${reason}`],
  ],
  [
    offline,
    { summary: `\${a}`, description: `\${b}`, runbook_url: `https://x/\${c}`, labels: { site: `\${d}` } },
    [
      'unknownVariable alert.summary: select it',
      'unknownVariable alert.description: select it',
      'unknownVariable alert.runbook_url: select it',
      'unknownVariable alert.labels.site: select it',
    ],
  ],
  [offline, { title: `\${site:-none}` }, []],
  ['SELECT payload.x AS x FROM "t/#"', { key: `\${y}` }, [`keyUndefined alert.key: \${x}`]],
  ['SELECT name FROM "$events/sys/alarm_activated"', {}, ['keyUndefined alert.key: select it']],
  [
    'SELECT name FROM "$events/sys/alarm_activated"',
    { key: `\${nme}` },
    [`keyUndefined alert.key: \${name}`],
  ],
  [offline, { key: `\${reason}` }, ['keyWithoutClient alert.key', `keyNotAtEnd alert.resolve_on`]],
  [offline, { key: 'fleet' }, ['keyWithoutClient alert.key']],
  [offline, { key: 'fleet', threshold: { count: 5, within: '1m' } }, []],
  ['SELECT upper(clientid) AS dev FROM "$events/client/disconnected"', { key: `\${dev}` }, []],
  [
    'SELECT concat(clientid, reason) AS dev FROM "$events/client/disconnected"',
    { key: `\${dev}` },
    ['keyNotAtEnd alert.resolve_on'],
  ],
  [
    'SELECT payload.d AS d FROM "t/#"',
    { key: `\${d}`, resolve_on: { sql: 'SELECT payload.e AS e FROM "t/ok"' } },
    ['keyNotAtEnd alert.resolve_on.sql'],
  ],
  [
    'SELECT clientid FROM "t/#"',
    { resolve_on: { sql: 'SELECT topic FROM "t/ok" WHERE qos = 1 AND qos = 2' } },
    ['contradiction alert.resolve_on.sql'],
  ],
  [offline, { resolve_on: 'client.disconnected' }, ['endsWhatItRaises alert.resolve_on']],
  ['SELECT * FROM "t/#"', { for: '60s' }, ['graceOnlyDelays alert.for']],
  [offline, { for: 60 }, ['graceInMilliseconds alert.for']],
  [offline, { for: 60_000 }, []],
  ['SELECT * FROM "t/#"', { for: '60s', resolve_on: { after: '20s' } }, ['graceNeedsRows alert.for']],
  ['SELECT * FROM "t/#"', { for: '60s', resolve_on: 'client.connected' }, []],
  [offline, { notify: ['wecom:ops', 'team', 'wecom:op'] }, ['unknownChannel alert.notify.2: wecom:ops']],
  [offline, { notify: ['ops'] }, ['ambiguousChannel alert.notify.0']],
  [
    offline,
    { notify: { warning: ['email:me'] }, escalate: { after: '5m', notify: ['x:y'] } },
    ['unknownChannel alert.notify.warning.0: create it', 'unknownChannel alert.escalate.notify.0: create it'],
  ],
];

for (const [sql, alert, expected] of cases) {
  test(`${sql} with ${JSON.stringify(alert)}: ${expected.join(', ') || 'no warning'}`, (t) => {
    const { engine } = startScenario(t, { channels });
    const { warnings } = engine.create({ id: 'r', sql, alert });
    const found = warnings.map(({ code, at, message, message_zh }) => {
      assert.ok(message.startsWith(`${at}: `) || at === 'alert.resolve_on.sql', message);
      assert.match(message_zh ?? '', /\p{Script=Han}/u);
      const [, hint] = /did you mean ([^?]*)\?|(?=; (?:select|create) it)/.exec(message) ?? [];
      const [, verb] = /; (select it|create it)/.exec(message) ?? [];
      const more = hint ?? (code === 'keyNotAtEnd' ? undefined : verb);
      return `${code} ${at}${more === undefined ? '' : `: ${more}`}`;
    });
    assert.deepEqual(found, expected);
    assert.deepEqual(engine.get('r')?.warnings, warnings);
  });
}

test('a key that had no value is counted, and shown with the rule', (t) => {
  const { engine, broker } = startScenario(t);
  engine.create({
    id: 'r',
    sql: 'SELECT client_attrs.line AS line FROM "$events/client/disconnected"',
    alert: { key: `\${line}` },
  });
  const codes = () => engine.get('r')?.warnings.map(({ code }) => code);
  assert.deepEqual(codes(), ['keyWithoutClient']);
  broker.disconnect('tcp_closed');
  broker.disconnect('tcp_closed', { attributes: { line: '7' } });
  engine.drain();
  assert.deepEqual(codes(), ['keyWithoutClient', 'keyMissing']);
  assert.deepEqual(engine.get('r')?.alert_details, {
    presence: true,
    resolve_on: '$events/client/connected',
    keys_missing: 1,
  });
});
