import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMonitors } from '../../../test/support/monitor-scenario.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

test('what is ended by hand, as an alarm or as an alert, is not raised again before it was over once', async (t) => {
  const { figures, clock, told, open, monitors, brokerAlarms, alerts } = startMonitors(t);
  monitors.update('connections_high', { threshold: 10, clear_threshold: 5, window: '0s' });
  figures.clients.count = 20;
  await clock.advance(SECOND);
  brokerAlarms.deactivate('connections_high');
  await clock.advance(SECOND);
  assert.deepEqual([told(), open()], [['raise connections_high', 'clear connections_high'], []]);
  await clock.advance(MINUTE);
  assert.deepEqual([told(), monitors.get('connections_high').state], [[], 'dismissed']);
  figures.clients.count = 1;
  await clock.advance(SECOND);
  figures.clients.count = 20;
  await clock.advance(SECOND);
  assert.deepEqual(told(), ['raise connections_high']);
  const [alert] = [...alerts.book.unresolved()];
  assert.ok(alert);
  alerts.book.resolve(alert.id, 'ann');
  assert.deepEqual(told(), ['clear connections_high']);
  await clock.advance(MINUTE);
  assert.deepEqual([told(), open()], [[], []]);
});

test('another severity holds for what is raised already', async (t) => {
  const { figures, clock, monitors, alerts, told } = startMonitors(t);
  monitors.update('connections_high', { threshold: 10, clear_threshold: 5, window: '0s' });
  figures.clients.count = 20;
  await clock.advance(SECOND);
  monitors.update('connections_high', { severity: 'critical' });
  assert.deepEqual(
    [...alerts.book.unresolved()].map(({ severity, count }) => [severity, count]),
    [['critical', 1]],
  );
  assert.deepEqual(told(), ['raise connections_high']);
});

test('a monitor that is switched off ends its alerts as removed, listens to nothing, and begins anew', async (t) => {
  const { figures, clock, told, monitors, news } = startMonitors(t);
  await clock.advance(SECOND);
  figures.counts.failedLogins = 100;
  await clock.advance(SECOND);
  monitors.update('authentication_failures', { enable: false });
  assert.deepEqual(told(), ['raise authentication_failures', 'clear authentication_failures']);
  assert.equal(news.at(-1)?.alert.resolution?.how, 'removed');
  assert.equal(figures.happen('failed_login', 'a'), 0);
  assert.equal(monitors.get('authentication_failures').state, 'off');
  monitors.update('authentication_failures', { enable: true });
  await clock.advance(MINUTE);
  assert.deepEqual([told(), monitors.get('authentication_failures').value], [[], 0]);
});

test('settings are checked, kept, and given up by null', (t) => {
  const { monitors, documents } = startMonitors(t);
  const refused = (name: string, body: unknown, pattern: RegExp) =>
    assert.throws(() => monitors.update(name, body), pattern);
  refused('nothing', {}, /there is no monitor nothing: the monitors are connections_high/);
  refused(
    'cpu_high',
    { threshold: 50, clear_threshold: 60 },
    /clear_threshold \(60\) of cpu_high must be below threshold \(50\)/,
  );
  refused('disk_low', { threshold: '10%', clear_threshold: '5%' }, /must be above threshold/);
  refused('cpu_high', { threshold: 101 }, /write a number from 1 to 100, or a share such as 80%/);
  refused('cpu_high', { threshold: 'much' }, /threshold of cpu_high is "much"/);
  refused('connections_high', { threshold: '80%', clear_threshold: 10 }, /cannot be compared/);
  refused('tps_high', { window: '0s' }, /from 1s to 31d/);
  refused('tps_high', { treshold: 5 }, /did_you_mean.*threshold/);
  refused('tps_high', { severity: 'error' }, /"path":"severity"/);
  refused('tps_high', { name: 'cpu_high' }, /unknown_fields/);
  refused('tps_high', { notify: 'wecom:ops' }, /"path":"notify"/);
  refused('tps_high', { enable: 'true' }, /"path":"enable".*expected boolean, received string/);
  refused('tps_high', { repeat: '0s' }, /"path":"repeat".*people would be told without end/);
  refused('tps_high', [], /validation_error/);
  assert.deepEqual(documents.list('monitor'), []);

  const changed = monitors.update('tps_high', { threshold: 500, severity: 'info', notify: ['wecom:ops'] });
  assert.deepEqual(
    [changed.threshold, changed.clear_threshold, changed.severity, changed.notify],
    [500, 400, 'info', ['wecom:ops']],
  );
  assert.equal(monitors.update('tps_high', { ...changed, threshold: 600 }).threshold, 600);
  const back = monitors.update('tps_high', {
    threshold: null,
    clear_threshold: null,
    severity: null,
    notify: null,
    window: null,
    enable: null,
  });
  assert.deepEqual([back.threshold, back.severity, back.notify], [50_000, 'warning', undefined]);
});

test('after a restart the settings hold, and what was raised goes on until it is known to be over', async (t) => {
  const before = startMonitors(t);
  before.monitors.update('connector_down', { threshold: 5 });
  before.figures.connectorList = [{ id: 'http:a', isUp: false, reason: 'no answer' }];
  await before.clock.advance(SECOND);
  before.figures.counts.failedLogins = 200;
  await before.clock.advance(6 * SECOND);
  assert.equal(before.open().length, 2);

  before.figures.counts.bytes = 5000;
  await before.clock.advance(2 * SECOND);

  const peer = { name: 'db', type: 'tcp', address: '10.0.0.1:5432', every: '1s' };
  before.figures.peers.set('db', 'no answer');
  before.monitors.update('peer_down', { threshold: 1, peers: [peer] });
  await before.clock.advance(5 * SECOND);

  before.figures.connectorList = [{ id: 'http:a', isUp: undefined, reason: undefined }];
  const after = before.again();
  after.figures.counts.failedLogins = 0;
  after.figures.counts.bytes = 0;
  await after.clock.advance(SECOND);
  after.figures.counts.bytes = 100;
  await after.clock.advance(SECOND);
  assert.equal(after.monitors.get('traffic_high').value, 5100);
  assert.equal(after.monitors.get('connector_down').threshold, 5);
  await after.clock.advance(2 * SECOND);
  assert.deepEqual(after.told().sort(), [
    'raise authentication_failures',
    'raise connector:http:a',
    'raise peer_down/db',
  ]);
  assert.deepEqual(
    after
      .open()
      .map((text) => text.split(': ').slice(1).join(': '))
      .sort(),
    [
      '200 failed logins in 5 min',
      'Connector http:a is down: no answer (7 queued)',
      'Peer link db is down: no answer',
    ],
    'the same alerts, which still say what there was',
  );
  await after.clock.advance(4 * MINUTE);
  assert.deepEqual(after.told(), []);
  after.figures.connectorList = [{ id: 'http:a', isUp: true, reason: undefined }];
  await after.clock.advance(2 * MINUTE);
  assert.deepEqual(after.told().sort(), ['clear authentication_failures', 'clear connector:http:a']);
  assert.deepEqual(
    after.news.filter(({ kind }) => kind === 'opened' || kind === 'resolved').map(({ kind }) => kind),
    ['resolved', 'resolved'],
  );
});

test('a channel that takes no alerts is an alarm too, as long as its alert is not over', (t) => {
  const { alerts, clock, told, brokerAlarms, monitors } = startMonitors(t);
  const source = { kind: 'monitor', name: 'alerting_failed' } as const;
  const raise = () =>
    alerts.book.raise({
      source,
      key: 'wecom:ops',
      severity: 'critical',
      title: { en: 'Alerts do not reach wecom:ops', zh: '告警无法送达 wecom:ops' },
      labels: {},
      facts: {},
      at: clock.now(),
    });
  raise();
  assert.deepEqual(told(), ['raise alerting_failed/wecom:ops']);
  assert.equal([...brokerAlarms.active()][0]?.details.message_zh, '告警无法送达 wecom:ops');
  assert.deepEqual(
    [monitors.get('alerting_failed').state, monitors.get('alerting_failed').value],
    ['active', 1],
  );
  alerts.book.clear(source, 'wecom:ops', clock.now());
  assert.deepEqual(told(), ['clear alerting_failed/wecom:ops']);
  raise();
  monitors.update('alerting_failed', { enable: false });
  assert.deepEqual(told(), ['raise alerting_failed/wecom:ops', 'clear alerting_failed/wecom:ops']);
});
