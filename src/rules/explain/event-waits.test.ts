import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { aMessage, startScenario } from '../../../test/support/rule-scenario.ts';
import type { StoredRuleExplanation } from './explain-request.ts';

const ONLINE = 'SELECT clientid, reason FROM "$events/client/disconnected" WHERE reason != \'normal\'';

function start(t: TestContext) {
  const scenario = startScenario(t);
  const wait = async (
    body: StoredRuleExplanation,
    { sql = ONLINE, signal = new AbortController().signal }: { sql?: string; signal?: AbortSignal } = {},
  ) => {
    const recorded = () => Promise.reject(new Error('nothing is recorded'));
    const asker = { language: 'en' as const, signal, recorded };
    return JSON.parse(await scenario.engine.explain({ sql, ...body }, asker));
  };
  return { ...scenario, wait };
}

/** What happens when a wait has begun. */
async function soon(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test('the next event that fits FROM is explained, and then nobody listens any more', async (t) => {
  const { broker, wait } = start(t);
  const waiting = wait({ wait: '30s' });
  await soon();
  broker.disconnect('normal');
  const { outcome, event, summary } = await waiting;
  assert.deepEqual([outcome, event.origin, event.columns.reason], ['no_match', 'live', 'normal']);
  assert.equal(summary, "FROM 1/1 matched; condition 1/1 is false: reason = 'normal', expected != 'normal'");
  assert.equal(broker.events['client.disconnected'].wanted, false);
});

test('the next message on a topic is explained with its payload', async (t) => {
  const { broker, wait } = start(t);
  const waiting = wait({ wait: 500 }, { sql: 'SELECT payload.temp as temp FROM "t/#"' });
  await soon();
  broker.accept(aMessage({ topic: 'other' }));
  broker.accept(aMessage());
  assert.deepEqual((await waiting).rows, [{ temp: 21 }]);
  assert.deepEqual(broker.watched, []);
});

test('when it is asked for, the next event of a client is explained, whatever FROM names', async (t) => {
  const { broker, wait } = start(t);
  const waiting = wait({ wait: '30s', clientid: 'pub-1' });
  await soon();
  broker.disconnect('kicked', { clientId: 'another' });
  broker.accept(aMessage());
  const { outcome, summary } = await waiting;
  assert.equal(outcome, 'not_heard');
  assert.match(summary, /the event is message\.publish, FROM names \$events\/client\/disconnected/);
});

test('a wait ends when its time is over', async (t) => {
  const { clock, wait } = start(t);
  const waiting = wait({ wait: '30s' });
  await soon();
  await clock.advance(30_000);
  assert.deepEqual(await waiting, {
    outcome: 'no_event',
    summary: 'no event that fits FROM came within 30s',
  });
});

test('a wait ends when nobody waits any more', async (t) => {
  const { broker, wait } = start(t);
  const gone = new AbortController();
  const waiting = wait({ wait: '30s' }, { signal: gone.signal });
  await soon();
  assert.equal(broker.events['client.disconnected'].wanted, true);
  gone.abort();
  assert.equal((await waiting).outcome, 'no_event');
  assert.equal(broker.events['client.disconnected'].wanted, false);
});

test('twenty may wait, and the next one is told to come back later', async (t) => {
  const { broker, wait } = start(t);
  const waiting = Array.from({ length: 20 }, () => wait({ wait: '30s' }));
  await soon();
  await assert.rejects(wait({ wait: '30s' }), { name: 'BusyError' });
  broker.disconnect('kicked');
  const answers = await Promise.all(waiting);
  assert.ok(answers.every(({ outcome }) => outcome === 'matched'));
});

test('whoever waits is answered when the rules are closed', async (t) => {
  const { engine, wait } = start(t);
  const waiting = wait({ wait: '5m' });
  await soon();
  engine.close();
  assert.equal((await waiting).outcome, 'no_event');
});

test('a message that the rule itself republished says why the rule does not see it', async (t) => {
  const { rule, broker, engine, wait } = start(t);
  const sql = 'SELECT topic FROM "t/#"';
  rule('r', sql, { actions: [{ function: 'republish', args: { topic: 't/again', payload: '' } }] });
  broker.accept(aMessage());
  const recorded = () => Promise.reject(new Error('nothing is recorded'));
  const asker = { language: 'en' as const, signal: new AbortController().signal, recorded };
  const mine = engine.explainRule('r', { wait: '1s' }, asker);
  const draft = wait({ wait: '1s' }, { sql });
  await soon();
  engine.drain();
  const { outcome, summary } = JSON.parse(await mine);
  assert.equal(outcome, 'not_heard');
  assert.match(summary, /the rule republished this message itself/);
  assert.equal((await draft).outcome, 'matched');
});
