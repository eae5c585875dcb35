import type { TestContext } from 'node:test';
import { NO_AUTHENTICATORS } from '../../src/broker/access/authentication/authentication.ts';
import type { MqttBroker } from '../../src/broker/broker.ts';
import type { BrokerLog } from '../../src/broker/persistence/broker-log.ts';
import type { BrokerSettings } from '../../src/broker/settings.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { RuleEngine } from '../../src/rules/door.ts';
import { RuleSlice } from '../../src/rules/rule-slice.ts';
import type { Store } from '../../src/store/store.ts';
import { startDelivery } from './delivery-scenario.ts';
import { FakeAlerts } from './fake-alerts.ts';
import { ruleHost } from './rule-host.ts';
import { mqtt } from './rule-scenario.ts';
import { startTestBroker, type TestBroker } from './test-broker.ts';

export interface RuledBroker extends TestBroker {
  readonly engine: RuleEngine;
  /** From now on, each evaluation takes so many milliseconds of the 20 that a turn has. */
  slowDown(milliseconds: number): void;
  /** The bodies of the requests that are stored, in their order. */
  stored(): string[];
  readonly store: Store;
  readonly actions: ReturnType<typeof startDelivery>['actions'];
}

/** A broker, rules and the outbox, wired as the program wires them; the time that rules take is the test's. */
export async function startRuledBroker(
  t: TestContext,
  {
    settings = {},
    access = {},
    log,
  }: { settings?: Partial<BrokerSettings>; access?: Partial<MqttBroker['access']>; log?: BrokerLog } = {},
): Promise<RuledBroker> {
  let engine: RuleEngine | undefined;
  // Before the store that it writes to.
  t.after(() => engine?.close());
  const delivery = startDelivery(t);
  const { clock, store } = delivery;
  await delivery.connectors.create({ type: 'http', name: 'hook', url: 'http://127.0.0.1:9' });
  const parameters = { body: '${payload}' };
  delivery.actions.create({ type: 'http', name: 'hook', connector: 'hook', parameters });
  let now = 0;
  let each = 0;
  const test = startTestBroker(settings, access, NO_AUTHENTICATORS, {
    clock,
    ...(log && { log }),
    beforeFlush: () => {
      engine?.drain();
      return store.commit();
    },
  });
  engine = new RuleEngine({
    broker: test.broker,
    actions: delivery.actions,
    outbox: delivery.outbox,
    alerts: new FakeAlerts(),
    definitions: {
      list: () => [],
      get: () => undefined,
      put: () => ({ createdAt: 0, updatedAt: 0 }) as never,
      delete: () => true,
    },
    mqtt,
    slice: new RuleSlice(() => (now += each)),
    host: ruleHost(clock),
    clock,
    logger: silentLogger,
  });
  return {
    ...test,
    engine,
    slowDown: (milliseconds) => {
      each = milliseconds;
    },
    stored: () =>
      store
        .prepare('SELECT request FROM deliveries ORDER BY id')
        .all()
        .map(({ request }) => JSON.parse(String(request)).body),
    store,
    actions: delivery.actions,
  };
}
