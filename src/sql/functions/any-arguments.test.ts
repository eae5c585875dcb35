import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { eventOf, exampleColumns, resultOf, ruleOf } from '../../../test/support/sql-event.ts';
import { parseRule, SqlRuntimeError, toJsonText } from '../door.ts';
import { printExpression } from '../printer.ts';
import { Float, newMap, type Value } from '../values.ts';
import { functionTable } from './function-table.ts';
import { accepts, type Kind, kindNameOf, parametersOf, valueTypes } from './signature.ts';

/** A list that holds itself twice, forty times over: small in memory, endless when written out. */
const folded = Array.from({ length: 40 }).reduce<Value>((inner) => [inner, inner], ['x']);
const deep = Array.from({ length: 200 }).reduce<Value>((inner) => newMap({ a: inner }), 1);
const prototypes = newMap(JSON.parse('{"__proto__":{"a":1},"constructor":2}') as never);

/** What a hostile event may hold, and the words that lead on. */
const nasty: readonly Value[] = [
  undefined,
  null,
  true,
  0,
  1,
  -1,
  7,
  2 ** 31,
  Number.MAX_SAFE_INTEGER,
  10n ** 999n,
  -(10n ** 30n),
  0.1,
  -1e308,
  5e-324,
  new Float(0),
  new Float(1e300),
  '',
  'a',
  'a.b',
  '12.5',
  '{"a":{"b":[1]}}',
  '{',
  '\ud800',
  'x'.repeat(60_000),
  '.'.repeat(60_000),
  '👨‍👩‍👧e\u0301'.repeat(5000),
  '(a+)+$',
  '~999999999s~p',
  '%Y-%m-%d %H:%M:%S',
  '2025-08-29T10:59:14Z',
  Buffer.from([0xff, 0x00]),
  Buffer.from([131, 108, 255, 255, 255, 255, 106]),
  [],
  ['a', 2, undefined],
  Array.from({ length: 10_000 }, (_, i) => i),
  folded,
  deep,
  newMap(),
  prototypes,
];

const words = [...functionTable.values()].flatMap(({ forms }) =>
  forms.flatMap((form) => parametersOf(form).flatMap((parameter) => parameter.words)),
);
const values: readonly Value[] = [...nasty, ...new Set(words)];
/** By its place in the list: to print what failed must not take for ever. */
const anyPlace = fc.nat({ max: values.length - 1 });
/** What is written out until a bound stops it takes a third of a second, in the same way for every function. */
const COSTLY = values.indexOf(folded);
const anyValue = fc.oneof(
  { weight: 1, arbitrary: fc.constant(COSTLY) },
  { weight: 499, arbitrary: anyPlace.filter((place) => place !== COSTLY) },
);

/** Milliseconds of CPU, since a machine that has much else to do lets everything wait; far more than any call takes. */
const LONGEST_CALL = 5000;

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

for (const entry of functionTable.values()) {
  test(`${entry.name} gives ${entry.gives} or an SqlRuntimeError, soon, whatever it is given`, () => {
    const lists = entry.forms.map(parametersOf);
    const call = fc.constantFrom(...lists).chain((parameters) =>
      fc.array(anyValue, {
        minLength: parameters.filter(({ rest }) => !rest).length,
        maxLength: parameters.at(-1)?.rest ? 6 : parameters.length,
      }),
    );
    fc.assert(
      fc.property(call, (places) => {
        const args = places.map((place) => values[place]);
        const names = args.map((_, i) => `a${i}`);
        const rule = ruleOf(`SELECT ${entry.name}(${names.join(', ')}) AS x FROM "t"`);
        const columns = {
          ...exampleColumns,
          ...Object.fromEntries(args.map((value, i) => [`a${i}`, value])),
        };
        const start = cpuTime();
        try {
          const value = rule.evaluate(eventOf(columns))[0]?.x;
          const kind = kindNameOf(value);
          const isColumn = entry.group === 'message context';
          if (kind && !isColumn) assert.ok((valueTypes[entry.gives] as readonly Kind[]).includes(kind), kind);
          toJsonText(value);
        } catch (error) {
          assert.ok(error instanceof SqlRuntimeError, String(error));
        }
        const took = cpuTime() - start;
        assert.ok(took < LONGEST_CALL, `took ${took} ms`);
      }),
      { numRuns: 60 },
    );
  });
}

/** A value of each kind that no function takes for another. */
const ofKind: Readonly<Record<Kind, Value>> = {
  boolean: true,
  integer: 5,
  float: 0.5,
  text: 'no such thing',
  list: [[]],
  map: newMap({ k: newMap() }),
};

/** As in EMQX there is nothing to find in what is no map; a rule that says so in its text is a mistake all the same. */
function isLenient(name: string, argument: number): boolean {
  return (name === 'map_get' && argument === 1) || (name === 'map_put' && argument === 2);
}

test('what the types of a signature refuse in a rule, the function refuses in an event', () => {
  const columns = {
    ...exampleColumns,
    ...Object.fromEntries(Object.entries(ofKind).map(([kind, value]) => [`a_${kind}`, value])),
  };
  const calls = [...functionTable.values()].flatMap((entry) =>
    entry.examples.map(([expression]) => ({ entry, expression })),
  );
  let tried = 0;
  for (const { entry, expression } of calls) {
    const [item] =
      parseRule(`SELECT ${expression} AS x FROM "t"`).kind === 'select'
        ? parseRule(`SELECT ${expression} AS x FROM "t"`).items
        : [];
    if (item?.kind !== 'output' || item.expression.kind !== 'call' || item.expression.name !== entry.name)
      continue;
    const { args } = item.expression;
    const parameters = entry.forms.map(parametersOf).find((list) => list.length === args.length) ?? [];
    for (const [i, parameter] of parameters.entries()) {
      for (const kind of Object.keys(ofKind) as Kind[]) {
        if (accepts(parameter, kind) || isLenient(entry.name, i)) continue;
        const changed = args.map((arg, at) => (at === i ? `a_${kind}` : printExpression(arg)));
        const wrong = `${entry.name}(${changed.join(', ')})`;
        assert.match(resultOf(wrong, columns), /^(?:error: |undefined$)/, wrong);
        tried += 1;
      }
    }
  }
  assert.ok(tried > 300, `${tried} calls were tried`);
});
