import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schemasOf } from '../../../test/support/sql-schemas.ts';
import { fromJsonText, toJsonText } from '../../sql/door.ts';

const { sparkplug, typedSparkplug } = schemasOf();
const metric = (members: string) => `{"metrics":[{${members}}]}`;

test('a payload is what its specification says, field by field', () => {
  // timestamp 1, one metric: name "a", alias 2, datatype Int32, int_value 3; seq 4
  const bytes = Buffer.from('080112090a01611002200350031804', 'hex');
  const json = '{"timestamp":1,"metrics":[{"name":"a","alias":2,"datatype":3,"int_value":3}],"seq":4}';
  assert.equal(toJsonText(sparkplug.decode(bytes)), json);
  assert.deepEqual(sparkplug.encode(fromJsonText(json)), bytes);
  assert.equal(toJsonText(sparkplug.decode(Buffer.from('0a0161', 'hex'), 'Payload.Metric')), '{"name":"a"}');
});

/** The data type, the member as SQL sees it, and the bytes of the metric's value. */
const typed: readonly (readonly [datatype: number, member: string, hex: string])[] = [
  [1, '"int_value":-1', '50ffffffff0f'],
  [2, '"int_value":-32768', '508080feff0f'],
  [3, '"int_value":5', '5005'],
  [4, '"long_value":-1', '58ffffffffffffffffff01'],
  [7, '"int_value":4294967295', '50ffffffff0f'],
  [8, '"long_value":18446744073709551615', '58ffffffffffffffffff01'],
  [9, '"float_value":1.5', '650000c03f'],
  [22, '"bytes_value":[-23,123]', '820102e97b'],
  [23, '"bytes_value":[-30000,30000]', '820104d08a3075'],
  [25, '"bytes_value":[-2]', '820108feffffffffffffff'],
  [28, '"bytes_value":[52,4294967295]', '82010834000000ffffffff'],
  [30, '"bytes_value":[1.5]', '8201040000c03f'],
  [
    32,
    '"bytes_value":[false,false,true,true,false,true,false,false,true,true,false,true]',
    '8201060c00000034d0',
  ],
  [33, '"bytes_value":["ABC","hello"]', '82010a41424300' + '68656c6c6f00'],
];

for (const [datatype, member, hex] of typed) {
  test(`the datatype ${datatype} gives ${member}, and takes it`, () => {
    const inner = `20${datatype.toString(16).padStart(2, '0')}${hex}`;
    const bytes = Buffer.from(`12${(inner.length / 2).toString(16).padStart(2, '0')}${inner}`, 'hex');
    const json = metric(`"datatype":${datatype},${member}`);
    assert.equal(toJsonText(typedSparkplug.decode(bytes)), json);
    assert.equal(typedSparkplug.encode(fromJsonText(json)).toString('hex'), bytes.toString('hex'));
  });
}

test('an integer that another encoder wrote without the bits of its sign is read all the same', () => {
  const bytes = Buffer.from('1205200150ff01', 'hex');
  assert.equal(toJsonText(typedSparkplug.decode(bytes)), metric('"datatype":1,"int_value":-1'));
});

test('metrics within templates are read and written like others', () => {
  const json = metric(`"template_value":{"metrics":[{"datatype":1,"int_value":-2}],"parameters":[]}`);
  assert.equal(
    toJsonText(typedSparkplug.decode(Buffer.from(typedSparkplug.encode(fromJsonText(json))))),
    json,
  );
});

test('what does not fit an array is refused', () => {
  for (const member of [
    '"datatype":22,"bytes_value":[200]',
    '"datatype":33,"bytes_value":[1]',
    '"bytes_value":[1]',
  ]) {
    assert.throws(
      () => typedSparkplug.encode(fromJsonText(metric(member))),
      { name: 'SqlRuntimeError' },
      member,
    );
  }
});
