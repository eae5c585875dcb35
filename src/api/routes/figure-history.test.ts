import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { startFigures } from '../../../test/support/figure-scenario.ts';
import { FigureSample, PresentFigures, PresentFiguresOfNode } from '../contract.ts';

const node = 'tocsin@127.0.0.1';

test('the past is answered in the shape of EMQX, a node and all of them alike', async (t) => {
  const { history: figures, clock, counters, gauges } = startFigures(t);
  const begin = clock.now();
  const api = await startApi(t, { figures, clock });
  gauges.live_connections = 3;
  counters.received = 12;
  counters.deliveries_failed = 2;
  figures.told(200);
  await clock.advance(20_000);
  const check = (samples: FigureSample[]) => {
    assert.deepEqual(
      samples.map(({ time_stamp }) => time_stamp - begin),
      [10_000, 20_000],
    );
    const [first, second] = samples;
    assert.deepEqual(
      [first?.live_connections, first?.received, first?.deliveries_failed, first?.alerts_told],
      [3, 12, 2, 1],
    );
    assert.ok(Math.abs((first?.alert_latency_p95 ?? 0) - 200) < 10);
    assert.deepEqual([second?.received, second?.persisted, second?.alert_latency_p95], [0, 0, undefined]);
  };
  await checkTable(api, [
    { request: 'GET /monitor', status: 200, answer: FigureSample.array(), check },
    { request: `GET /monitor/nodes/${node}?latest=60`, status: 200, answer: FigureSample.array(), check },
    {
      request: 'GET /monitor?latest=10',
      status: 200,
      check: (samples: FigureSample[]) => assert.equal(samples.length, 1),
    },
    {
      request: 'GET /monitor?latest=3600&step=60',
      status: 200,
      answer: FigureSample.array(),
      check: ([sample, ...others]: FigureSample[]) =>
        assert.deepEqual([sample?.received, others.length], [12, 0]),
    },
    { request: 'GET /monitor?latest=0', status: 400, code: 'BAD_REQUEST' },
    { request: 'GET /monitor?step=1', status: 400, code: 'BAD_REQUEST' },
    { request: 'GET /monitor/nodes/other', status: 404, code: 'NOT_FOUND' },
    { request: 'DELETE /monitor', who: 'viewerKey', status: 403 },
    { request: 'DELETE /monitor', status: 204 },
    { request: 'GET /monitor', status: 200, check: (samples: []) => assert.deepEqual(samples, []) },
  ]);
});

test('a time in which nothing ran is filled with nothing, unless a step is asked for', async (t) => {
  const clock = new FakeClock(1_800_000_000_000);
  const first = startFigures(t, { clock });
  await clock.advance(10_000);
  first.history.stop();
  await clock.advance(120_000);
  const second = startFigures(t, { clock, store: first.store });
  await clock.advance(10_000);
  const api = await startApi(t, { figures: second.history, clock });
  const times = async (request: string) =>
    ((await api.send(request)).body as FigureSample[]).map(
      ({ time_stamp }) => (time_stamp - 1_800_000_000_000) / 1000,
    );
  assert.deepEqual(
    await times('GET /monitor'),
    Array.from({ length: 14 }, (_, n) => (n + 1) * 10),
  );
  assert.deepEqual(await times('GET /monitor?step=60'), [60, 180]);
});

test('how it is now is told in integers', async (t) => {
  const { history: figures, clock, counters, gauges } = startFigures(t);
  const api = await startApi(t, { figures, clock });
  gauges.topics = 4;
  counters.received = 25;
  counters.dropped = 1;
  await clock.advance(2_000);
  const check = (now: PresentFigures | PresentFiguresOfNode) => {
    assert.deepEqual([now.topics, now.received_msg_rate, now.dropped_msg_rate], [4, 13, 1]);
    assert.deepEqual([now.alerts_told, now.alert_latency_p95], [0, undefined]);
    for (const value of Object.values(now)) assert.ok(Number.isInteger(value));
  };
  await checkTable(api, [
    { request: 'GET /monitor_current', status: 200, answer: PresentFigures, check },
    { request: `GET /monitor_current/nodes/${node}`, status: 200, answer: PresentFiguresOfNode, check },
    { request: 'GET /monitor_current/nodes/other', status: 404, code: 'NOT_FOUND' },
  ]);
});
