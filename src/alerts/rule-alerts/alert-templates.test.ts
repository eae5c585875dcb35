import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf } from '../../../test/support/delivery-scenario.ts';
import { alertSettings } from '../alert-settings.ts';
import { AlertTemplates } from './alert-templates.ts';

function runbookUrl(template: string, row: Record<string, unknown>): string | undefined {
  const settings = alertSettings.parse({ title: 'Hot', severity: 'info', runbook_url: template });
  const templates = new AlertTemplates({ kind: 'rule', id: 'hot' }, settings);
  return templates.condition({ row: rowOf(row), event: 'message.publish', at: 0, subject: undefined }, 'k')
    .runbookUrl;
}

test('what a device is called cannot change where the runbook is', () => {
  const row = { id: '../<b> "x"\nevil?a#b', url: 'https://wiki.example/a?b=c' };
  assert.equal(
    runbookUrl('https://wiki.example/${id}', row),
    'https://wiki.example/..%2F%3Cb%3E%20%22x%22%0Aevil%3Fa%23b',
  );
  assert.equal(runbookUrl('${url}', row), row.url);
  assert.equal(runbookUrl('https://wiki.example/hot?a=b#c', row), 'https://wiki.example/hot?a=b#c');
});
