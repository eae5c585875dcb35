import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { allFixtures } from '../../test/support/connector-fixtures/all-fixtures.ts';
import type { ConnectorFixture, OtherSide } from '../../test/support/connector-fixtures/connector-fixture.ts';
import type { ConnectorHandle, ConnectorKind, Parcel } from './connector.ts';
import { canonicalType, connectorKinds } from './connector-kinds.ts';
import type { Outcome } from './outcome.ts';

/**
 * What every connector keeps to. A kind takes part by a file in `test/support/connector-fixtures/` and a line in its
 * `all-fixtures.ts`; which files stand there for HTTP bots and for databases can be used for others of their sort.
 */

/** Kinds that have no fixture; `preview` goes nowhere. Who adds a kind adds its fixture. */
const NOT_YET = new Set(['preview']);

/** What some kinds do not have, and so no test of. A test holds this table against them, so that nothing is left out by oversight. */
const WITHOUT = {
  batches: new Set([
    'dingtalk',
    'discord',
    'email',
    'feishu',
    'http',
    'pagerduty',
    'slack',
    'teams',
    'telegram',
    'webhook',
    'wecom',
  ]),
  /** The other side refuses no single request. */
  refusal: new Set(['kafka_producer', 'mqtt']),
  /** It cannot hang or go away: a file; or only with the whole cluster, which has tests of its own. */
  outage: new Set(['file', 'kafka_producer']),
} as const;

const never = new AbortController().signal;

test('every kind of connector is in this test', () => {
  const covered = new Set(allFixtures.map(({ type }) => type));
  const forgotten = [...connectorKinds.keys()].filter((type) => !covered.has(type) && !NOT_YET.has(type));
  assert.deepEqual(forgotten, []);
  assert.deepEqual(
    [...covered].filter((type) => NOT_YET.has(type)),
    [],
  );
});

test('every other word for a kind leads to it, and to no other', () => {
  const words = [...connectorKinds.values()].flatMap(({ type, aliases = [] }) =>
    aliases.map((alias) => [alias, type]),
  );
  assert.equal(new Set(words.map(([alias]) => alias)).size, words.length);
  for (const [alias = '', type] of words) {
    assert.equal(canonicalType(alias), type);
    assert.ok(!connectorKinds.has(alias), `${alias} is a kind of its own`);
  }
});

for (const fixture of allFixtures) {
  const kind = connectorKinds.get(fixture.type);
  if (!kind) continue;
  testSettings(fixture, kind);
  testSending(fixture, kind);
}

function testSettings({ type, refused, at }: ConnectorFixture, kind: ConnectorKind): void {
  test(`${type}: settings that cannot be used are refused, with the path of the member`, () => {
    for (const [settings, path] of refused) {
      const { error } = kind.settings.safeParse(settings);
      const paths = error?.issues.map((issue) => issue.path.join('.')) ?? ['accepted'];
      assert.ok(paths.includes(path), `${JSON.stringify(settings)}: ${path} expected, not ${paths}`);
    }
  });

  if (!at) return;

  test(`${type}: an unknown member is refused, an address of cloud metadata as well`, () => {
    assert.ok(kind.settings.safeParse(at('host.example')).success, 'good settings are accepted');
    const unknown = kind.settings.safeParse({ ...at('host.example'), pool_sizes: 1 });
    assert.equal(unknown.error?.issues[0]?.code, 'unrecognized_keys');
    for (const address of ['169.254.169.254', '[::ffff:169.254.169.254]', '100.100.100.200', '0.0.0.0']) {
      const { error } = kind.settings.safeParse(at(address));
      assert.match(error?.message ?? 'accepted', /refused/, address);
    }
  });
}

/** A kind at work: its handle, and what is at the other end. */
interface Opened {
  readonly side: OtherSide;
  readonly settings: Record<string, unknown>;
  readonly handle: ConnectorHandle;
  send(signal?: AbortSignal, request?: unknown): Promise<Outcome>;
}

function testSending(fixture: ConnectorFixture, kind: ConnectorKind): void {
  const { type, skip = false } = fixture;
  const hasBatches = !WITHOUT.batches.has(type);
  const canRefuse = !WITHOUT.refusal.has(type);
  const canFail = !WITHOUT.outage.has(type);

  async function open(t: TestContext): Promise<Opened> {
    const side = await fixture.open(t);
    const settings = kind.settings.parse(side.settings);
    const handle: ConnectorHandle = await kind.open(settings);
    t.after(() => handle.close());
    const send = (signal = never, request = side.request): Promise<Outcome> =>
      handle.send({ id: 'delivery-1', request }, signal);
    return { side, settings, handle, send };
  }

  test(`${type}: it has what the table says that it has, and nothing else`, { skip }, async (t) => {
    const { side, handle } = await open(t);
    assert.deepEqual(
      [handle.sendBatch, side.refused, side.hang, side.goAway].map((member) => member !== undefined),
      [hasBatches, canRefuse, canFail, canFail],
    );
  });

  test(`${type}: a request arrives, and is delivered when the other side said so`, { skip }, async (t) => {
    const { side, handle, send } = await open(t);
    assert.ok(Number.isInteger(handle.concurrency) && handle.concurrency > 0);
    const outcome = await send();
    assert.equal(outcome.kind, 'delivered', JSON.stringify(outcome));
    assert.ok(outcome.answer && typeof outcome.answer.excerpt === 'string');
    assert.equal(await side.arrived(), 1);
  });

  test(`${type}: a probe leaves no trace`, { skip }, async (t) => {
    const { side, handle } = await open(t);
    assert.deepEqual(await handle.probe(never), { reachable: true });
    assert.equal(await side.arrived(), 0);
  });

  test(`${type}: several at a time arrive, each with an outcome of its own`, { skip }, async (t) => {
    const { side, handle, send } = await open(t);
    const outcomes = await Promise.all([send(), send(), send()]);
    const parcels: Parcel<unknown>[] = [1, 2, 3].map((id) => ({ id: `b${id}`, request: side.request }));
    const batch = await handle.sendBatch?.(parcels, never);
    const all = [...outcomes, ...(batch ?? [])];
    assert.deepEqual(new Set(all.map(({ kind }) => kind)), new Set(['delivered']));
    assert.equal(await side.arrived(), all.length);
    if (handle.sendBatch) assert.deepEqual(await handle.sendBatch([], never), []);
  });

  if (canRefuse) {
    test(`${type}: what is refused for good is said with its answer`, { skip }, async (t) => {
      const { side, send } = await open(t);
      const outcome = await send(never, side.refused?.());
      assert.equal(outcome.kind, 'rejected', JSON.stringify(outcome));
      assert.ok(outcome.kind === 'rejected' && outcome.reason !== '' && outcome.answer);
    });
  }

  if (hasBatches && canRefuse) {
    test(`${type}: a batch with a refused request delivers the others`, { skip }, async (t) => {
      const { side, handle } = await open(t);
      const requests = [side.request, side.refused?.(), side.request];
      const outcomes = await handle.sendBatch?.(
        requests.map((request, index) => ({ id: `b${index}`, request })),
        never,
      );
      assert.deepEqual(
        outcomes?.map(({ kind }) => kind),
        ['delivered', 'rejected', 'delivered'],
      );
      assert.equal(await side.arrived(), 2);
    });
  }

  if (canFail) testOutage(fixture, open);

  test(`${type}: what a request looks like can be shown, without secrets`, { skip }, async (t) => {
    const { side, settings } = await open(t);
    const shown = kind.describe(settings, side.request);
    const text = JSON.stringify(shown);
    assert.deepEqual(JSON.parse(text), { ...shown });
    for (const secret of side.secrets) assert.ok(!text.includes(secret), `${secret} in ${text}`);
  });

  test(`${type}: drain waits for what runs and takes nothing more`, { skip }, async (t) => {
    const { handle, send } = await open(t);
    const sending = send();
    await handle.drain();
    assert.equal((await sending).kind, 'delivered');
    assert.notEqual((await send()).kind, 'delivered');
  });

  test(`${type}: close ends what runs, and does not reject`, { skip }, async (t) => {
    const { side, handle, send } = await open(t);
    if (side.hang) {
      assert.equal((await send()).kind, 'delivered');
      side.hang();
    }
    const sending = send();
    await handle.close();
    const outcome = await sending;
    if (side.hang) assert.equal(outcome.kind, 'unavailable', JSON.stringify(outcome));
    assert.notEqual((await send()).kind, 'delivered');
    await handle.close();
  });
}

function testOutage(
  { type, skip = false }: ConnectorFixture,
  open: (t: TestContext) => Promise<Opened>,
): void {
  test(`${type}: an aborted request ends at once, with the reason of the abort`, { skip }, async (t) => {
    const { side, handle, send } = await open(t);
    assert.equal((await send()).kind, 'delivered');
    side.hang?.();
    const abort = new AbortController();
    const sending = send(abort.signal);
    const probing = handle.probe(abort.signal);
    setImmediate(() => abort.abort(new Error('no complete answer within 15 s')));
    const outcome = await sending;
    assert.ok(outcome.kind === 'unavailable' && outcome.cause === 'network', JSON.stringify(outcome));
    assert.equal(outcome.reason, 'no complete answer within 15 s');
    await probing;
    const late = await send(abort.signal);
    assert.ok(late.kind === 'unavailable' && late.reason === outcome.reason, JSON.stringify(late));
  });

  test(`${type}: nobody there is unavailable, until somebody is`, { skip }, async (t) => {
    const { side, handle, send } = await open(t);
    assert.equal((await send()).kind, 'delivered');
    await side.goAway?.();
    await send();
    const outcome = await send();
    assert.ok(outcome.kind === 'unavailable' && outcome.cause === 'network', JSON.stringify(outcome));
    const probe = await handle.probe(never);
    assert.ok(!probe.reachable && probe.reason !== '', 'a probe says why');
    await side.comeBack?.();
    await send();
    assert.equal((await send()).kind, 'delivered');
    assert.deepEqual(await handle.probe(never), { reachable: true });
  });
}
