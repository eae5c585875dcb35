import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSql } from '../../test/support/sql-event.ts';

const payload = '{"site":"s1","m":[{"n":"a","v":3},{"n":"b","v":9}],"text":"[1,2]","deep":{"list":[7]}}';
const event = { payload, qos: 1 };

const cases: readonly (readonly [string, string, string])[] = [
  [
    'helpers and the element are seen by DO and INCASE',
    'FOREACH payload.site as site, payload.m as e DO site, e.n as name, e.v as value INCASE e.v > 5 FROM "up/#"',
    '[{"site":"s1","name":"b","value":9}]',
  ],
  ['the element is called item', 'FOREACH payload.m DO item.v as v FROM "t"', '[{"v":3},{"v":9}]'],
  [
    'without DO a row has every column, the helpers and the element',
    'FOREACH 1 as one, payload.m as e INCASE e.v = 3 FROM "t"',
    `[{"payload":${JSON.stringify(payload)},"qos":1,"one":1,"e":{"n":"a","v":3}}]`,
  ],
  [
    'columns are seen too',
    'FOREACH payload.m DO qos, payload.site as s FROM "t"',
    '[{"qos":1,"s":"s1"},{"qos":1,"s":"s1"}]',
  ],
  [
    'DO items see those before them',
    'FOREACH [1, 2] DO item + 1 as a, a * 2 as b FROM "t"',
    '[{"a":2,"b":4},{"a":3,"b":6}]',
  ],
  ['INCASE does not see what DO makes', 'FOREACH [1] DO 5 as a INCASE is_null(a) FROM "t"', '[{"a":5}]'],
  [
    '* in DO has all of it',
    'FOREACH [8] as e DO * INCASE true FROM "t" WHERE qos = 1',
    `[{"payload":${JSON.stringify(payload)},"qos":1,"e":8}]`,
  ],
  ['WHERE filters the whole message', 'FOREACH payload.m FROM "t" WHERE qos = 2', '[]'],
  ['WHERE sees helpers', 'FOREACH payload.site as s, [1] as e DO e FROM "t" WHERE s = \'s1\'', '[{"e":1}]'],
  [
    'elements keep their type',
    'FOREACH [1, 2.0, \'x\', nosuch] as e DO e FROM "t"',
    '[{"e":1},{"e":2.0},{"e":"x"},{"e":"undefined"}]',
  ],
  ['a missing collection has no elements', 'FOREACH payload.nosuch FROM "t"', '[]'],
  ['a map has no elements', 'FOREACH payload.deep FROM "t"', '[]'],
  ['a text has no elements', 'FOREACH payload.text FROM "t"', '[]'],
  ['an element may have a path as its name', 'FOREACH [1] as a.b DO a.b as c FROM "t"', '[{"c":1}]'],
  ['a path may lead through text', 'FOREACH payload.deep.list as e DO e FROM "t"', '[{"e":7}]'],
  [
    'a range can be walked',
    'FOREACH [1..3] as i DO i * i as square FROM "t"',
    '[{"square":1},{"square":4},{"square":9}]',
  ],
  [
    'an error of INCASE is one of the rule',
    'FOREACH [1] INCASE item FROM "t"',
    'error: a condition must be true or false, got an integer',
  ],
];

for (const [sentence, sql, rows] of cases) {
  test(`FOREACH: ${sentence}`, () => assert.equal(runSql(sql, event), rows));
}

test('the whole payload may be a JSON array', () => {
  assert.equal(
    runSql('FOREACH payload as e DO e.v as v FROM "t"', { payload: '[{"v":1},{"v":2}]' }),
    '[{"v":1},{"v":2}]',
  );
  assert.equal(runSql('FOREACH payload FROM "t"', { payload: '{"a":1}' }), '[]');
  assert.equal(runSql('FOREACH payload FROM "t"', { payload: 'no json' }), '[]');
});

test('a FOREACH of more than 10,000 rows is an error, not a flood', () => {
  const list = JSON.stringify(Array.from({ length: 10_001 }, (_, i) => i));
  assert.equal(
    runSql('FOREACH payload.l as e DO e FROM "t"', { payload: `{"l":${list}}` }),
    'error: FOREACH made more than 10000 rows',
  );
  assert.equal(
    runSql('FOREACH payload.l as e DO e INCASE e = 5 FROM "t"', { payload: `{"l":${list}}` }),
    '[{"e":5}]',
  );
});
