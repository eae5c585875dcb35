import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible, type Page, skip, startDashboard } from './support/browser.ts';

const DATABASE = 'password_based:built_in_database';

const FILE = `connectors:
  - { type: http, name: erp, url: "http://127.0.0.1:9/" }
channels:
  - { type: preview, name: ops }
actions:
  - { type: http, name: tell, connector: erp, parameters: { path: /x } }
rules:
  - { id: hot, sql: 'SELECT * FROM "t/#"', actions: [http:tell] }
silences:
  - { id: move, matchers: { rule: hot }, until_resolved: true, reason: rack move }
maintenance_windows:
  - { id: night, name: night shift, matchers: { rule: hot }, schedule: "sat 22:00-23:00 Asia/Shanghai" }
monitors:
  - { name: event_loop_delay, severity: critical }
monitor_peers:
  - { name: scada, type: tcp, address: "127.0.0.1:9" }
alert_settings:
  notify: ['preview:ops']
alert_templates:
  - { channel: default, language: en, kind: trigger, title: 'Look: \${title}' }
users:
  - { username: hanmei, password: Quiet-bell-8, role: operator }
mqtt_users:
  - { authenticator: "${DATABASE}", user_id: pump, password: of-the-file }
access_rules_for_all:
  rules: [{ topic: x/#, permission: deny, action: all }]
access_rules_of_users:
  - { username: pump, rules: [{ topic: p/#, permission: allow, action: all }] }
bans:
  - { as: clientid, who: dev-9 }
`;

test('what files have is marked in every list, and locked with its file in every form', {
  skip,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-file-locks-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'plant.yaml');
  writeFileSync(file, FILE);
  const { open, api, origin } = await startDashboard(t, [
    `include=["${folder}/*.yaml"]`,
    'authentication=[{"mechanism":"password_based","backend":"built_in_database"}]',
    'authorization.sources=[{"type":"built_in_database"}]',
  ]);
  await api.must('POST', '/silences', { matchers: { rule: 'cold' }, until_resolved: true, reason: 'mine' });
  const page = await open({ path: '/alerts/silences' });
  const see = (path: string) => page.goto(new URL(path, origin).href);
  const note = (where: Page | ReturnType<Page['getByRole']> = page) =>
    where.getByText(`It lies in the file ${file}`).first();
  const mark = (name: string) =>
    page.getByRole('row').filter({ hasText: name }).getByRole('img', { name: 'It lies in the file' });
  const form = page.getByRole('dialog');

  await mark('rack move').waitFor();
  await mark('night shift').waitFor();
  await page.getByRole('row').filter({ hasText: 'mine' }).waitFor();
  assert.equal(await mark('mine').count(), 0, 'what is the dashboard’s has no lock');
  await page.getByText('rack move').dblclick();
  await note(form).waitFor();
  assert.equal(await form.getByRole('textbox').first().isDisabled(), true);
  assert.equal(await form.getByRole('button', { name: 'Save' }).isDisabled(), true);
  await assertAccessible(page);
  await page.keyboard.press('Escape');

  await see('settings/users');
  await mark('hanmei').waitFor();
  await page.getByRole('button', { name: 'Edit hanmei' }).click();
  await note(form).waitFor();
  assert.equal(await form.getByRole('textbox').first().isDisabled(), true);
  await form.getByRole('button', { name: 'Cancel' }).first().click();
  assert.equal(await page.getByRole('button', { name: 'Delete hanmei' }).isDisabled(), true);
  await assertAccessible(page);

  await see('settings/access?view=users');
  await mark('pump').waitFor();
  await see('settings/access?view=rules');
  await note().waitFor();
  assert.equal(await page.getByRole('button', { name: 'Add rule' }).isDisabled(), true);
  await assertAccessible(page);
  await see('settings/access?view=rules&whose=users');
  await mark('pump').waitFor();
  await see('settings/access?view=bans');
  await mark('dev-9').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Lift: dev-9' }).isDisabled(), true);

  await see('alerts/monitors');
  await mark('Broker slow to answer').waitFor();
  await see('alerts/monitors?monitor=event_loop_delay');
  await note(form).waitFor();
  assert.equal(await form.getByRole('button', { name: 'Save' }).isDisabled(), true);
  await see('alerts/monitors?monitor=peer_down');
  await form.getByRole('img', { name: 'It lies in the file' }).waitFor();

  await see('notify/templates?language=en&kind=trigger');
  await note().waitFor();
  await see('notify');
  const card = page.getByRole('region', { name: 'preview:ops' });
  await card.getByRole('img', { name: 'It lies in the file' }).waitFor();
  await see('notify/channel?id=preview:ops');
  await note().waitFor();
  assert.equal(await page.getByRole('button', { name: 'Delete' }).isDisabled(), true);
  await see('rules/connector?id=http:erp');
  await note().waitFor();
  const { status } = await api.call('DELETE', '/silences/move');
  assert.equal(status, 409, 'the server says the same');
});
