import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { AlertNews, Alerts } from '../../src/alerts/door.ts';
import { NO_AUTHENTICATORS } from '../../src/broker/access/authentication/authentication.ts';
import { BrokerPresence } from '../../src/broker-presence.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { RuleEngine } from '../../src/rules/door.ts';
import { Definitions } from '../../src/store/definitions.ts';
import { openTestAlerts } from '../support/alert-scenario.ts';
import { startDelivery } from '../support/delivery-scenario.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import { ruleHost } from '../support/rule-host.ts';
import { mqtt } from '../support/rule-scenario.ts';
import { startTestBroker, type TestBroker } from '../support/test-broker.ts';

const SECOND = 1000;
const BOOT_GRACE = 15 * SECOND;
const OFFLINE = { kind: 'rule', id: 'offline' } as const;

/** A process: the broker, its rules and its alerts, wired as the program wires them. */
interface Life extends Pick<TestBroker, 'join'> {
  readonly alerts: Alerts;
  readonly news: readonly AlertNews[];
  /** The same as `opened dev-1`. */
  readonly told: string[];
  stop(): void;
  /** Nobody hears the connections end, and nothing more is stored. */
  kill(): void;
}

interface World {
  readonly clock: FakeClock;
  start(): Life;
}

/** Where one process lives after the other; a rule watches for clients that go, with a grace period of so long. */
function openWorld(t: TestContext, grace: string): World {
  const { clock, store, actions, outbox } = startDelivery(t);
  const definitions = new Definitions(store, clock);
  const start = (): Life => {
    const { broker, join } = startTestBroker({}, {}, NO_AUTHENTICATORS, {
      clock,
      beforeFlush: () => {
        engine.drain();
        return store.commit();
      },
    });
    const presence = new BrokerPresence(broker, BOOT_GRACE);
    const stops: (() => void)[] = [];
    const { alerts, news } = openTestAlerts(t, { clock, store, presence, stops });
    const engine = new RuleEngine({
      broker,
      actions,
      outbox,
      alerts: alerts.rules,
      definitions,
      mqtt,
      host: ruleHost(clock),
      clock,
      logger: silentLogger,
    });
    if (!engine.get('offline')) {
      engine.create({
        id: 'offline',
        sql: 'SELECT * FROM "$events/client/disconnected"',
        actions: [],
        alert: { title: '${clientid} is offline', for: grace },
      });
    }
    alerts.start();
    presence.open();
    const end = () => {
      engine.close();
      for (const stop of stops) stop();
    };
    t.after(end);
    return {
      join,
      alerts,
      news,
      get told() {
        return news.map(({ kind, alert }) => `${kind} ${alert.key}`);
      },
      stop() {
        broker.stop();
        engine.drain();
        store.commit();
        end();
      },
      kill() {
        end();
        broker.stop();
      },
    };
  };
  return { clock, start };
}

const openKeys = ({ alerts }: Life): string[] =>
  [...alerts.book.unresolved()].map(({ key, status }) => `${key} ${status}`);

test('a client that stays away has an alert at the end of the grace period, and its return says how long it was', async (t) => {
  const { clock, start } = openWorld(t, '60s');
  const life = start();
  const device = await life.join('dev-1');
  const goneAt = clock.now();
  device.cut();
  await clock.advance(60 * SECOND - 1);
  assert.deepEqual(life.told, ['pending dev-1']);
  await clock.advance(1);
  assert.deepEqual(openKeys(life), ['dev-1 open']);
  await clock.advance(60 * SECOND);
  await life.join('dev-1');
  assert.deepEqual(life.told, ['pending dev-1', 'opened dev-1', 'resolved dev-1']);
  const { startsAt, resolution } = life.news.at(-1)?.alert ?? assert.fail('nothing was told');
  assert.equal(startsAt, goneAt);
  assert.deepEqual(resolution, { at: goneAt + 120 * SECOND, how: 'recovered' });
});

test('a client that is back within the grace period has no alert, and its short drop is counted', async (t) => {
  const { clock, start } = openWorld(t, '60s');
  const life = start();
  for (let n = 0; n < 3; n++) {
    const device = await life.join('dev-1');
    await clock.advance(SECOND);
    device.cut();
    await clock.advance(5 * SECOND);
  }
  await life.join('dev-1');
  await clock.advance(120 * SECOND);
  assert.ok(!life.told.includes('opened dev-1'));
  assert.equal(life.alerts.book.shortDrops(OFFLINE).lastHour, 3);
});

test('a take-over by the same client raises nothing, with a new session or the old one, without any grace period', async (t) => {
  const { clock, start } = openWorld(t, '0s');
  const life = start();
  await life.join('dev-1', { cleanStart: false, properties: { sessionExpiryInterval: 60 } });
  await life.join('dev-1', { cleanStart: false, properties: { sessionExpiryInterval: 60 } });
  await life.join('dev-1', { cleanStart: true });
  await clock.advance(60 * SECOND);
  assert.deepEqual(life.told, []);
});

test('a client that goes and comes within one turn is there', async (t) => {
  const { clock, start } = openWorld(t, '0s');
  const life = start();
  const device = await life.join('dev-1');
  device.cut();
  await life.join('dev-1');
  await clock.advance(SECOND);
  assert.deepEqual(life.told, []);
  assert.equal(life.alerts.book.shortDrops(OFFLINE).total, 1);
});

test('a broker that is stopped and started again rings no bell for those who come back in time', async (t) => {
  const { clock, start } = openWorld(t, '0s');
  const first = start();
  for (const id of ['dev-1', 'dev-2']) await first.join(id);
  first.stop();
  assert.deepEqual(first.told, ['pending dev-1', 'pending dev-2']);
  await clock.advance(3 * SECOND);
  const second = start();
  await clock.advance(10 * SECOND);
  await second.join('dev-1');
  await clock.advance(5 * SECOND - 1);
  assert.deepEqual(second.told, ['suppressed dev-1']);
  await clock.advance(1);
  assert.deepEqual(openKeys(second), ['dev-2 open']);
});

test('a process that is killed within the grace period costs nothing of it', async (t) => {
  const { clock, start } = openWorld(t, '60s');
  const first = start();
  const devices = [await first.join('dev-1'), await first.join('dev-2')];
  for (const device of devices) device.cut();
  await clock.advance(20 * SECOND);
  first.kill();
  await clock.advance(SECOND);
  const second = start();
  await clock.advance(20 * SECOND);
  await second.join('dev-2');
  assert.deepEqual(openKeys(second), ['dev-1 pending']);
  await clock.advance(19 * SECOND - 1);
  assert.deepEqual(openKeys(second), ['dev-1 pending']);
  await clock.advance(1);
  assert.deepEqual(openKeys(second), ['dev-1 open']);
});

test('a grace period that ended while there was no broker is judged when clients had time to come back', async (t) => {
  const { clock, start } = openWorld(t, '60s');
  const first = start();
  (await first.join('dev-1')).cut();
  await clock.advance(SECOND);
  first.kill();
  await clock.advance(3600 * SECOND);
  const second = start();
  await clock.advance(BOOT_GRACE - 1);
  assert.deepEqual(openKeys(second), ['dev-1 pending']);
  await clock.advance(1);
  assert.deepEqual(openKeys(second), ['dev-1 open']);
});
