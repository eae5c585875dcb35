import type { TestContext } from 'node:test';
import {
  type DeliveryFilter,
  type DeliveryRecord,
  openDelivery,
  type Settled,
  type TemplateRow,
} from '../../src/delivery/door.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { finish } from '../../src/lib/steps.ts';
import { Definitions } from '../../src/store/definitions.ts';
import { Store } from '../../src/store/store.ts';
import { FakeClock } from './fake-clock.ts';
import { HttpReceiver } from './http-receiver.ts';

/** A row of plain values, shown as the rule engine would show them. */
export function rowOf(values: Record<string, unknown>): TemplateRow {
  const find = (path: readonly string[]): unknown =>
    path.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], values);
  return {
    text(path) {
      const value = find(path);
      if (value === undefined) return 'undefined';
      return typeof value === 'string' ? value : JSON.stringify(value);
    },
    json: (path) => JSON.stringify(find(path)) ?? '"undefined"',
    value: find,
  };
}

/** A delivery floor on a store of its own, with a clock that stands still. */
export function startDelivery(
  t: TestContext,
  { directory = ':memory:', clock = new FakeClock(), retention = 7 * 86_400_000, logger = silentLogger } = {},
) {
  const store = Store.open({ directory, durability: 'normal', logger: silentLogger });
  const definitions = new Definitions(store, clock);
  const delivery = openDelivery({
    store,
    definitions,
    clock,
    logger,
    node: 'tocsin@test',
    retention: { age: retention },
  });
  const settled: Settled[] = [];
  let heard = Promise.withResolvers<void>();
  delivery.outbox.events.on('settled', (news) => {
    settled.push(news);
    heard.resolve();
    heard = Promise.withResolvers();
  });
  let closed = false;
  const close = async (patience = 0): Promise<void> => {
    if (closed) return;
    closed = true;
    const stopped = delivery.stop(patience);
    await clock.advance(patience);
    await stopped;
    store.close();
  };
  t.after(() => close());
  void delivery.start();
  return {
    ...delivery,
    clock,
    store,
    settled,
    close,
    /** What stands in the log, newest first. */
    logged(filter: DeliveryFilter = {}): DeliveryRecord[] {
      const { rows } = finish(delivery.log.page(filter, { skip: 0, take: 1000 }));
      return rows.map((id) => delivery.log.get(id));
    },
    /** Waits until so many attempts and drops were told in all. */
    async untilSettled(count: number): Promise<Settled[]> {
      while (settled.length < count) await heard.promise;
      return settled;
    },
    /** A receiver, and an action `http:<name>` that posts `{"id":"${id}"}` to it. */
    async connect(
      name: string,
      action: Record<string, unknown> = {},
      connector: Record<string, unknown> = {},
    ) {
      const receiver = await new HttpReceiver().open();
      t.after(() => receiver.close());
      const url = `http://127.0.0.1:${receiver.port}`;
      await delivery.connectors.create({ type: 'http', name, url, ...connector });
      const parameters = { path: '/hook', body: '{"id":"${id}"}' };
      delivery.actions.create({ type: 'http', name, connector: name, parameters, ...action });
      return receiver;
    },
    run(action: string, id: string): void {
      delivery.actions.run(action, rowOf({ id }), { rule: 'r1' });
    },
  };
}

/** The bodies that a receiver got, in the order in which they came. */
export function idsOf(receiver: HttpReceiver): unknown[] {
  return receiver.requests.map(({ body }) => JSON.parse(body).id);
}
