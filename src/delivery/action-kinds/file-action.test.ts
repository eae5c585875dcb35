import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf } from '../../../test/support/delivery-scenario.ts';
import type { ConnectorConfig } from '../configured/connector-schemas.ts';
import { fileAction } from './file-action.ts';

function render(parameters: object, row: Record<string, unknown>): unknown {
  const checked = fileAction.parameters.parse(parameters);
  return fileAction.compile(checked, {} as ConnectorConfig)(rowOf(row));
}

test('without parameters the row is a line of JSON', () => {
  assert.deepEqual(render({}, { a: 1, b: 'x\ny' }), { path: 'events.jsonl', record: '{"a":1,"b":"x\\ny"}' });
});

test('no value makes a folder, leaves one, hides a file or forges a line', () => {
  const row = { clientid: '../../etc/passwd', note: 'x"}\n{"forged":true' };
  assert.deepEqual(render({ path: 'by-client/${clientid}.jsonl', body: '{"note":"${note}"}' }, row), {
    path: 'by-client/__.._etc_passwd.jsonl',
    record: '{"note":"x\\"}\\n{\\"forged\\":true"}',
  });
  assert.deepEqual(render({ body: '${note}' }, row), { path: 'events.jsonl', record: 'x"} {"forged":true' });
});

for (const path of ['../x', '/etc/x', 'a//b', 'a/../b', '']) {
  test(`the path ${JSON.stringify(path)} is refused`, () => {
    assert.ok(!fileAction.parameters.safeParse({ path }).success);
  });
}
