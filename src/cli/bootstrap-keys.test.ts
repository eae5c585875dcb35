import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLineTexts } from '../texts/command-line.ts';
import { parseBootstrapKeys } from './bootstrap-keys.ts';
import { problemText } from './config-problem.ts';

test('a line is key:secret or key:secret:role; comments and empty lines are passed over', () => {
  const { keys, problems } = parseBootstrapKeys(
    'keys',
    '# made by hand\n\nk1:s1\r\n  k2:s2:viewer  \nk3:s3:publisher',
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(keys, [
    { key: 'k1', secret: 's1', role: 'administrator' },
    { key: 'k2', secret: 's2', role: 'viewer' },
    { key: 'k3', secret: 's3', role: 'publisher' },
  ]);
});

test('every bad line is told with its number and reason, and never with the secret', () => {
  const text =
    'k1:secret1\nk2\n:secret3\nk4:secret4:admin:x\nk5:secret5:veiwer\nk1:secret6\nk 7:secret7\nk8:secret8:boss';
  const { keys, problems } = parseBootstrapKeys('keys', text);
  assert.deepEqual(
    problems.map((problem) => problemText(problem, commandLineTexts.en)),
    [
      'keys:2: write key:secret or key:secret:role',
      'keys:3: write key:secret or key:secret:role',
      'keys:4: write key:secret or key:secret:role',
      'keys:5: there is no role veiwer; did you mean viewer? (administrator, editor, operator, viewer, publisher)',
      'keys:6: this key was given before; remove one of the two lines',
      'keys:7: a key and its secret are printable ASCII without spaces',
      'keys:8: there is no role boss (administrator, editor, operator, viewer, publisher)',
    ],
  );
  assert.equal(keys.length, 1);
});
