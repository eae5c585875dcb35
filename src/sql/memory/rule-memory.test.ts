import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventOf, sqlHost } from '../../../test/support/sql-event.ts';
import { compileRule, parseRule, type RowSource, RuleMemory, toJsonText, type Value } from '../door.ts';

/** Runs one expression after the other on events, with one memory. */
function remembering(event: (columns: Readonly<Record<string, Value>>) => RowSource = eventOf) {
  const host = { ...sqlHost, memory: new RuleMemory() };
  return (expression: string, columns: Readonly<Record<string, Value>> = {}) => {
    const rule = compileRule(parseRule(`SELECT ${expression} AS x FROM "t"`), { host });
    return toJsonText(rule.evaluate(event(columns))[0]?.x);
  };
}

test('what one rule keeps, others read until it is deleted', () => {
  const run = remembering();
  assert.equal(run("kv_store_put('k', 5)"), 'true');
  assert.equal(run("kv_store_get('k')"), '5');
  assert.equal(run("kv_store_put('k', kv_store_get('k') + 1)"), 'true');
  assert.equal(run("kv_store_get('k', 0)"), '6');
  assert.equal(run("kv_store_get(5, 'none')"), '"none"');
  assert.equal(run("kv_store_del('k')"), 'true');
  assert.equal(run("kv_store_get('k')"), '"undefined"');
});

test('keys are told apart by their type, bytes included', () => {
  const run = remembering();
  run("[kv_store_put(1, 'integer'), kv_store_put('1', 'text'), kv_store_put(1.0, 'float')]");
  assert.equal(run("[kv_store_get(1), kv_store_get('1'), kv_store_get(1.0)]"), '["integer","text","float"]');
  run("[kv_store_put(hexstr2bin('ff'), 1), kv_store_put(hexstr2bin('fe'), 2)]");
  assert.equal(run("[kv_store_get(hexstr2bin('ff')), kv_store_get(hexstr2bin('fe'))]"), '[1,2]');
});

test('what a rule keeps of a connection is not seen from another', () => {
  const connections: Record<string, object> = { a: {}, b: {} };
  const run = remembering((columns) => ({
    ...eventOf(columns),
    connection: connections[String(columns.clientid)],
  }));
  assert.equal(run("proc_dict_put('k', 1)", { clientid: 'a' }), '"undefined"');
  assert.equal(run("proc_dict_put('k', 2)", { clientid: 'a' }), '1');
  assert.equal(run("proc_dict_get('k')", { clientid: 'b' }), '"undefined"');
  assert.equal(run("proc_dict_get('k')", { clientid: 'a' }), '2');
  assert.equal(run("proc_dict_del('k')", { clientid: 'a' }), '2');
  assert.equal(run("proc_dict_get('k')", { clientid: 'a' }), '"undefined"');
});

test('an event without a connection has a memory for itself', () => {
  const run = remembering();
  assert.equal(run("[proc_dict_put('k', 1), proc_dict_get('k')][2]"), '1');
  assert.equal(run("proc_dict_get('k')"), '"undefined"');
});

test('a made-up event reads what is kept and changes nothing', () => {
  let madeUp = false;
  const run = remembering((columns) => ({ ...eventOf(columns), madeUp }));
  run("kv_store_put('k', 1)");
  madeUp = true;
  assert.equal(
    run("[kv_store_get('k'), kv_store_put('k', 2), kv_store_get('k'), kv_store_del('k')]"),
    '[1,true,2,true]',
  );
  assert.equal(run("kv_store_get('k')"), '1');
  madeUp = false;
  assert.equal(run("kv_store_get('k')"), '1');
});

test('what is kept shares nothing with the event', () => {
  const run = remembering();
  const list = [1, { a: 'x' }];
  run("kv_store_put('k', list)", { list });
  list.push(2);
  assert.equal(run("kv_store_get('k')"), '[1,{"a":"x"}]');
});

test('a memory that is full refuses new values, takes changed ones and has room again', () => {
  const connection = {};
  const run = remembering((columns) => ({ ...eventOf(columns), connection }));
  for (let i = 0; i < 100; i++) run(`proc_dict_put(${i}, ${i})`);
  assert.throws(
    () => run('proc_dict_put(100, 1)'),
    /there is no room: 100 values, or 16384 bytes, are kept already/,
  );
  assert.equal(run('proc_dict_put(99, 1)'), '99');
  run('proc_dict_del(0)');
  assert.equal(run('proc_dict_put(100, 1)'), '"undefined"');
  assert.throws(() => run("proc_dict_put(99, pad('', 9000))"), /there is no room/);
  assert.throws(
    () => run("kv_store_put('k', pad('', 600000))"),
    /a value of more than 1048576 bytes is not kept/,
  );
});
