import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { silentLogger } from '../logger.ts';
import type { Span } from './span.ts';
import { SpanExporter } from './span-exporter.ts';
import { Tracer } from './tracer.ts';

function exporterTo(send: (spans: readonly Span[]) => Promise<void>, maximum = 10) {
  const clock = new FakeClock();
  const exporter = new SpanExporter({ maximum, interval: 5000, send, clock, logger: silentLogger });
  return { clock, exporter };
}

const span = { name: 'x' } as Span;

test('spans are sent together, after a while or when the process ends', async () => {
  const sent: number[] = [];
  const { clock, exporter } = exporterTo(async (spans) => void sent.push(spans.length));
  for (let index = 0; index < 3; index++) exporter.add(span);
  await clock.advance(4999);
  assert.deepEqual(sent, []);
  await clock.advance(1);
  assert.deepEqual(sent, [3]);
  exporter.add(span);
  await exporter.stop();
  assert.deepEqual(sent, [3, 1]);
  assert.deepEqual(exporter.figures, { exported: 4, dropped: 0, waiting: 0 });
});

test('what there is no room for is dropped and counted, and a collector that is away does not keep spans for ever', async () => {
  let attempts = 0;
  const { clock, exporter } = exporterTo(async () => {
    attempts++;
    throw new Error('nobody is there');
  }, 4);
  for (let index = 0; index < 6; index++) exporter.add(span);
  assert.deepEqual(exporter.figures, { exported: 0, dropped: 2, waiting: 4 });
  for (let count = 0; count < 3; count++) await clock.advance(5000);
  assert.equal(attempts, 3);
  assert.deepEqual(exporter.figures, { exported: 0, dropped: 6, waiting: 0 });
});

test('a part of the traces is sampled, and a repeat of a delivery is an event of its span', () => {
  const clock = new FakeClock();
  const ended: Span[] = [];
  let dropped = 0;
  const exporter = {
    add: (one: Span) => void ended.push(one),
    drop(count: number) {
      dropped += count;
    },
  };
  const luck = [0.05, 0.5];
  const tracer = new Tracer({ ratio: 0.1, clock, exporter, random: () => luck.shift() ?? 1 });
  const root = () => ({ name: 'message.publish', at: clock.now(), attributes: {} });
  const noParent = () => undefined;
  const message = {};
  const context = tracer.rootOf(message, noParent, root);
  assert.ok(context);
  assert.equal(tracer.rootOf(message, noParent, root), context, 'decided once');
  assert.equal(tracer.rootOf({}, noParent, root), undefined);
  tracer.keep('d1', tracer.begin('delivery', 'client', context, {}));
  tracer.keep('d2', tracer.begin('delivery', 'client', context, {}));
  tracer.settled('d1', 'unavailable', 'no answer', 1);
  tracer.settled('d1', 'rejected', 'HTTP 404', 2);
  const [, delivery] = ended;
  assert.equal(delivery?.parent, context.spanId);
  assert.deepEqual(
    delivery?.events.map(({ text }) => text),
    ['no answer'],
  );
  assert.equal(delivery?.error, 'HTTP 404');
  tracer.stop();
  assert.equal(dropped, 1);
});
