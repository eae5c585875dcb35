import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openTestAlerts } from '../../../test/support/alert-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { aClient, aMessage, startScenario } from '../../../test/support/rule-scenario.ts';
import { type Alert, builtInWording, findPlaybook, playbooks, renderPlaybook } from '../../alerts/door.ts';

/** The first line of the message about one alert. */
function messageOf(alert: Alert, language: 'en' | 'zh'): string {
  const notification = {
    id: '1',
    channel: 'preview:inbox',
    at: alert.openedAt ?? 0,
    reason: 'first',
    incident: alert.id,
    groupId: alert.groupId,
    severity: alert.severity,
    counts: { opened: 1, resolved: 0, stillOpen: 1 },
    listed: [alert],
    single: alert,
    span: { from: alert.startsAt, to: alert.startsAt },
    common: [],
    digest: undefined,
  } as const;
  const audience = { language, zone: 'UTC', channelType: 'preview' };
  return builtInWording(undefined).message(notification, audience).title ?? '';
}

/** Real rules, and real alerts. */
function start(t: TestContext) {
  const clock = new FakeClock();
  const { alerts, presence } = openTestAlerts(t, { clock });
  const scenario = startScenario(t, { liveAlerts: alerts.rules, clock });
  alerts.start();
  const { engine, broker } = scenario;
  const at = () => clock.now();
  const goes = (clientId: string, sequence = 1): void => {
    presence.connected.delete(clientId);
    const client = { ...aClient, clientId };
    broker.emit({
      name: 'client.disconnected',
      at: at(),
      client,
      reason: 'keepalive_timeout',
      closedBy: 'network',
      properties: {},
      disconnectedAt: at(),
      sequence,
    });
  };
  const comes = (clientId: string, sequence: number): void => {
    presence.connected.set(clientId, sequence);
    broker.emit({ name: 'client.connected', at: at(), client: { ...aClient, clientId }, sequence });
  };
  const alarm = (name: string, message: string, isOver = false): void => {
    const about = { name, message, details: {}, activatedAt: at() };
    if (isOver) {
      broker.emit({ name: 'alarm.deactivated', at: at(), alarm: { ...about, deactivatedAt: at() } } as never);
    } else broker.emit({ name: 'alarm.activated', at: at(), alarm: about } as never);
  };
  return {
    ...scenario,
    goes,
    comes,
    alarm,
    use(id: string, params: Record<string, unknown> = {}) {
      const book = findPlaybook(id);
      assert.ok(book);
      const rule = engine.create(renderPlaybook(book, params, 'en'));
      assert.deepEqual(rule.warnings, []);
      return rule;
    },
    /** What people read of what is open. */
    open(language: 'en' | 'zh' = 'en'): string[] {
      engine.drain();
      return [...alerts.book.unresolved()]
        .filter(({ status }) => status === 'open')
        .map((alert) => messageOf(alert, language));
    },
  };
}

type Started = ReturnType<typeof start>;

/** What makes each of them ring, and what people read then. */
const stories: Readonly<
  Record<
    string,
    { params?: Record<string, unknown>; happens: (s: Started) => unknown; en: string[]; zh: string[] }
  >
> = {
  'device-offline': {
    happens: ({ goes, clock }) => {
      goes('dev-0421');
      return clock.advance(60_001);
    },
    en: ['[Critical] Device offline: dev-0421'],
    zh: ['[严重] 设备离线：dev-0421'],
  },
  'mass-offline': {
    params: { count: 20 },
    happens: ({ goes }) => Array.from({ length: 30 }, (_, n) => goes(`dev-${n}`)),
    en: ['[Critical] Many devices offline'],
    zh: ['[严重] 大规模离线'],
  },
  flapping: {
    happens: async ({ goes, clock, engine }) => {
      for (let n = 0; n < 5; n++) {
        goes('dev-1', n + 1);
        engine.drain();
        await clock.advance(60_000);
      }
    },
    en: ['[Warning] Device keeps reconnecting: dev-1'],
    zh: ['[警告] 频繁掉线：dev-1'],
  },
  'authentication-burst': {
    happens: ({ broker, clock }) =>
      Array.from({ length: 50 }, () =>
        broker.emit({
          name: 'client.check_authn_complete',
          at: clock.now(),
          client: aClient,
          reasonCode: 0x86,
          isAnonymous: false,
        }),
      ),
    en: ['[Warning] Many failed logins'],
    zh: ['[警告] 大量认证失败'],
  },
  'acl-denials': {
    happens: ({ broker, clock }) =>
      Array.from({ length: 20 }, () =>
        broker.emit({
          name: 'client.check_authz_complete',
          at: clock.now(),
          client: aClient,
          topic: 'cmd/x',
          action: 'subscribe',
          source: 'file',
          result: 'deny',
        } as never),
      ),
    en: ['[Warning] Many denials: dev-1'],
    zh: ['[警告] 大量鉴权拒绝：dev-1'],
  },
  'dropped-messages': {
    params: { count: 10 },
    happens: ({ broker, clock }) =>
      Array.from({ length: 10 }, () =>
        broker.emit({
          name: 'delivery.dropped',
          at: clock.now(),
          client: aClient,
          message: aMessage(),
          reason: 'queue_full',
          qos: 1,
        } as never),
      ),
    en: ['[Warning] Messages are dropped: queue_full'],
    zh: ['[警告] 消息丢弃升高：queue_full'],
  },
  'silent-topic': {
    params: { filter: 'factory/7/+' },
    happens: ({ clock }) => clock.advance(600_001),
    en: ['[Warning] No message: factory/7/+'],
    zh: ['[警告] 没有消息：factory/7/+'],
  },
  'slow-consumer': {
    params: { count: 10 },
    happens: ({ broker, clock }) =>
      Array.from({ length: 10 }, () =>
        broker.emit({
          name: 'delivery.dropped',
          at: clock.now(),
          client: { ...aClient, clientId: 'app-7' },
          message: aMessage(),
          reason: 'queue_full',
          qos: 1,
        } as never),
      ),
    en: ['[Warning] Slow consumer: app-7'],
    zh: ['[警告] 消费过慢：app-7'],
  },
  'certificate-expiry': {
    happens: ({ alarm }) => {
      alarm('high_cpu_usage', 'busy');
      alarm('certificate_expiry/mqtt.example.com', 'expires in 6 days');
    },
    en: ['[Warning] Certificate expires: certificate_expiry/mqtt.example.com'],
    zh: ['[警告] 证书即将到期：certificate_expiry/mqtt.example.com'],
  },
  'connection-limit': {
    happens: ({ alarm }) => alarm('connections_high', '9,000 of 10,000'),
    en: ['[Warning] Connections near the limit: connections_high'],
    zh: ['[警告] 连接数接近上限：connections_high'],
  },
  'connector-down': {
    happens: ({ alarm }) => alarm('connector:kafka_producer:k1', 'resource down: refused'),
    en: ['[Critical] Connector down: connector:kafka_producer:k1'],
    zh: ['[严重] 连接器不可用：connector:kafka_producer:k1'],
  },
};

test('every playbook has its story here', () => {
  assert.deepEqual(
    playbooks.map(({ id }) => id),
    Object.keys(stories),
  );
});

for (const [id, { params, happens, en, zh }] of Object.entries(stories)) {
  test(`the playbook ${id} makes a rule without warnings, which rings: ${en.join()}`, async (t) => {
    const started = start(t);
    started.use(id, params);
    await happens(started);
    assert.deepEqual(started.open(), en);
    assert.deepEqual(started.open('zh'), zh);
  });
}

test('the device that is back in time rings nothing, and so does one that is not meant', async (t) => {
  const { use, goes, comes, engine, clock, open } = start(t);
  use('device-offline', { prefix: `dev-'`, grace: '60s' });
  goes(`dev-'1`);
  goes('app-1');
  engine.drain();
  await clock.advance(59_000);
  comes(`dev-'1`, 2);
  engine.drain();
  await clock.advance(60_000);
  assert.deepEqual(open(), []);
});

test('an alarm that ends ends the alert', (t) => {
  const { use, alarm, open } = start(t);
  use('connector-down');
  alarm('connector:http:a', 'down');
  alarm('connector:http:b', 'down');
  assert.equal(open().length, 2);
  alarm('connector:http:a', 'down', true);
  assert.deepEqual(open(), ['[Critical] Connector down: connector:http:b']);
});

const refused: ReadonlyArray<[id: string, params: Record<string, unknown>, sentence: RegExp]> = [
  ['silent-topic', {}, /^filter: has to be given$/],
  ['silent-topic', { filter: '$SYS/#' }, /^filter: must be the topics of messages/],
  ['device-offline', { grace: 'soon' }, /^grace: not a duration/],
  ['device-offline', { gracee: '1s' }, /^gracee: there is no such parameter; did you mean grace\?/],
  ['device-offline', { severity: 'bad' }, /^severity: /],
  ['mass-offline', { count: 0 }, /^count: /],
  ['mass-offline', { within: 0 }, /^within: must be longer than 0/],
  ['device-offline', { id: '' }, /^id: /],
];

for (const [id, params, message] of refused) {
  test(`${id} with ${JSON.stringify(params)} is refused`, () => {
    const book = findPlaybook(id);
    assert.ok(book);
    assert.throws(() => renderPlaybook(book, params, 'en'), { code: 'BAD_REQUEST', message });
  });
}

test('the words and the channels of a rule are those that are asked for', () => {
  const book = findPlaybook('device-offline');
  assert.ok(book);
  const rule = renderPlaybook(book, { id: 'x', notify: ['wecom:ops'], severity: 'info', ignore: [] }, 'zh');
  assert.deepEqual(
    { ...rule, description: '' },
    {
      id: 'x',
      name: '设备离线',
      description: '',
      sql: 'SELECT clientid, username, peername, reason, disconnected_at\nFROM "$events/client/disconnected"',
      enable: true,
      alert: {
        title: { en: 'Device offline', zh: '设备离线' },
        for: '60s',
        resolve_on: 'client.connected',
        severity: 'info',
        notify: ['wecom:ops'],
      },
    },
  );
});
