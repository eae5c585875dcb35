import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { connectAsync } from 'mqtt';
import { needsOpenssl, TestAuthority } from '../support/test-certificates.ts';
import {
  ADMIN,
  assertAccessible,
  assertNoSidewaysScroll,
  type Page,
  skip,
  startDashboard,
} from './support/browser.ts';

const PATHS = [
  'settings',
  'settings/access',
  'settings/access?view=rules',
  'settings/access?view=try',
  'settings/access?view=denials',
  'settings/users',
  'settings/audit',
  'settings/backup',
  'settings/emqx',
  'settings/metrics',
  'settings/system',
];

/** A port that is free now. */
async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

test('a listener is added, takes a client, is stopped with a warning, started and deleted', {
  skip,
}, async (t) => {
  const { open } = await startDashboard(t);
  const page = await open({ path: '/settings' });
  const port = await freePort();
  await page.getByRole('button', { name: 'Add listener' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Name' }).fill('not a name');
  await form.getByRole('textbox', { name: 'Address', exact: true }).fill(`127.0.0.1:${port}`);
  await form.getByRole('button', { name: 'Add listener' }).click();
  await form.getByText('write a name of letters').waitFor();
  await form.getByRole('textbox', { name: 'Name' }).fill('plant');
  await form.getByRole('button', { name: 'Add listener' }).click();
  await form.waitFor({ state: 'hidden' });
  const row = page.getByRole('row').filter({ hasText: 'tcp:plant' });
  await row.getByText('running').waitFor();

  const client = await connectAsync({ port, host: '127.0.0.1', clientId: 'press-1', reconnectPeriod: 0 });
  t.after(() => client.endAsync(true));
  await row.getByRole('cell', { name: '1', exact: true }).waitFor();
  const gone = new Promise<void>((resolve) => client.once('close', () => resolve()));
  await row.getByRole('button', { name: 'Stop tcp:plant' }).click();
  await page.getByRole('dialog').getByText('Will disconnect 1 client.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
  await row.getByText('stopped').waitFor();
  await gone;
  await row.getByRole('button', { name: 'Start tcp:plant' }).click();
  await row.getByText('running').waitFor();
  await row.getByRole('button', { name: 'Delete tcp:plant' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await row.waitFor({ state: 'hidden' });
  await assertAccessible(page);
});

test('a TLS listener is made with a certificate of its own, and with one that is pasted and checked', {
  skip: skip || needsOpenssl.skip,
}, async (t) => {
  const { open } = await startDashboard(t);
  const page = await open({ path: '/settings' });
  const form = page.getByRole('dialog');
  const port = await freePort();
  const begin = async (name: string, bind: number) => {
    await page.getByRole('button', { name: 'Add listener' }).click();
    await choose(page, 'Type', 'MQTT over TLS');
    await form.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await form.getByRole('textbox', { name: 'Address', exact: true }).fill(`127.0.0.1:${bind}`);
  };
  await begin('own', port);
  await choose(page, 'Certificate', 'Self-signed, for development');
  await form.getByRole('textbox', { name: 'Names and addresses' }).fill('localhost, 127.0.0.1');
  await form.getByRole('button', { name: 'Add listener' }).click();
  await form.waitFor({ state: 'hidden' });
  const own = page.getByRole('row').filter({ hasText: 'CN=localhost' });
  await own.getByText(/36[45] days/).waitFor();
  const client = await connectAsync({
    protocol: 'mqtts',
    host: '127.0.0.1',
    port,
    rejectUnauthorized: false,
    reconnectPeriod: 0,
  });
  await client.endAsync(true);

  const { certfile, keyfile } = new TestAuthority(t).issue('plant', { names: 'DNS:plant.test', days: 5 });
  await begin('pasted', await freePort());
  const certificate = form.getByRole('textbox', { name: /^Certificate and those/ });
  await certificate.fill(readFileSync(certfile, 'utf8'));
  await form.getByRole('textbox', { name: /^Private key/ }).fill('not a key');
  await form.getByRole('button', { name: 'Check' }).click();
  await form.getByText('The key cannot be read').waitFor();
  await form.getByRole('textbox', { name: /^Private key/ }).fill(readFileSync(keyfile, 'utf8'));
  await form.getByRole('button', { name: 'Check' }).click();
  await form.getByText('Something is missing between it and its root').waitFor();
  await form.getByRole('button', { name: 'Add listener' }).click();
  await form.waitFor({ state: 'hidden' });
  await page
    .getByRole('row')
    .filter({ hasText: 'plant.test' })
    .getByText(/very soon/)
    .waitFor();
  await assertAccessible(page);
});

test('a user is added, a wrong password is told below its field, and the user is a viewer', {
  skip,
}, async (t) => {
  const { open, origin } = await startDashboard(t);
  const page = await open({ path: '/settings/users' });
  const form = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Add user' }).click();
  await form.getByRole('textbox', { name: 'User name' }).fill('lilei');
  await form.getByRole('textbox', { name: 'Password' }).fill('short');
  await form.getByRole('button', { name: 'Add user' }).click();
  await form.getByText('At least 8 characters.').waitFor();
  await form.getByRole('textbox', { name: 'Password' }).fill('Quiet-bell-8');
  await form.getByRole('button', { name: 'Add user' }).click();
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('row').filter({ hasText: 'lilei' }).getByText('viewer').waitFor();
  await assertAccessible(page);

  const viewer = await open({ path: '/login', signedIn: false });
  await viewer.context().request.post(new URL('api/v5/session', origin).href, {
    data: { username: 'lilei', password: 'Quiet-bell-8' },
  });
  for (const path of PATHS) {
    await viewer.goto(new URL(path, origin).href);
    await viewer.getByRole('heading', { level: 1 }).waitFor();
    await assertAccessible(viewer);
  }
  await viewer.goto(new URL('settings/users', origin).href);
  assert.equal(await viewer.getByRole('button', { name: 'Add user' }).isDisabled(), true);
  assert.equal(await viewer.getByRole('button', { name: 'Change the password of lilei' }).isEnabled(), true);

  await page.getByRole('button', { name: 'Sessions lilei' }).click();
  await form.getByRole('button', { name: 'End', exact: true }).first().click();
  await form.getByText('Signed in nowhere.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Delete lilei' }).click();
  await form.getByText('lilei is signed out at once').waitFor();
  await form.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('row').filter({ hasText: 'lilei' }).waitFor({ state: 'hidden' });
});

test('a key is made, shown once, works, and does not when it is off', { skip }, async (t) => {
  const { open, origin } = await startDashboard(t);
  const page = await open({ path: '/settings/users' });
  const form = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Create key' }).click();
  await form.getByRole('textbox', { name: 'Name' }).fill('ci');
  await form.getByRole('button', { name: 'Create key' }).click();
  await form.getByText('shown this one time only').waitFor();
  const key = (await form.getByLabel('Key', { exact: true }).textContent()) ?? '';
  const secret = (await form.getByLabel('Secret', { exact: true }).textContent()) ?? '';
  const ask = async () =>
    (
      await fetch(new URL('api/v5/nodes', origin), {
        headers: { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` },
      })
    ).status;
  assert.equal(await ask(), 200);
  await assertAccessible(page);
  await form.getByRole('button', { name: 'I have copied it' }).click();
  await form.waitFor({ state: 'hidden' });
  assert.ok(!(await page.content()).includes(secret), 'the secret is gone from the page');
  await page.getByRole('button', { name: 'Switch off ci' }).click();
  await page.getByRole('button', { name: 'Switch on ci' }).waitFor();
  assert.equal(await ask(), 401);
  await page.getByRole('button', { name: 'Delete ci' }).click();
  await form.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete ci' }).waitFor({ state: 'detached' });
});

test('the own password is changed, and this page stays signed in', { skip }, async (t) => {
  const { open, origin } = await startDashboard(t);
  const page = await open({ path: '/settings/users' });
  const form = page.getByRole('dialog');
  await page.getByRole('button', { name: `Change the password of ${ADMIN.username}` }).click();
  await form.getByRole('textbox', { name: 'Present password' }).fill('Wrong-bell-1');
  await form.getByRole('textbox', { name: 'New password', exact: true }).fill('Louder-bell-9');
  await form.getByRole('textbox', { name: 'New password once more' }).fill('Louder-bell-9');
  await form.getByRole('button', { name: 'Change password' }).click();
  await form.getByText('The old password is wrong').waitFor();
  await form.getByRole('textbox', { name: 'Present password' }).fill(ADMIN.password);
  await form.getByRole('button', { name: 'Change password' }).click();
  await form.waitFor({ state: 'hidden' });
  await page.goto(new URL('settings', origin).href);
  await page.getByRole('heading', { level: 1, name: 'Listeners & certificates' }).waitFor();
});

test('the audit log shows a change with what it was before, and is filtered and linked', {
  skip,
}, async (t) => {
  const { open, api } = await startDashboard(t);
  await api.call('POST', '/rules', { id: 'hot', sql: 'SELECT * FROM "t/#" WHERE qos = 1', actions: [] });
  await api.call('PUT', '/rules/hot', { sql: 'SELECT * FROM "t/#" WHERE qos = 2', actions: [] });
  await api.call('POST', '/banned', { as: 'clientid', who: '\u202e<b>dev</b>' });
  const page = await open({ path: '/settings/audit' });
  await page.getByText('PUT /rules/hot').click();
  const panel = page.getByRole('dialog');
  await panel.getByText('WHERE qos = 1').waitFor();
  await panel.getByText('WHERE qos = 2').first().waitFor();
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Search' }).fill('banned');
  await page.getByText('PUT /rules/hot').waitFor({ state: 'hidden' });
  assert.match(page.url(), /q=banned/);
  await page.getByRole('textbox', { name: 'Search' }).fill('nothing like this');
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await page.getByText('PUT /rules/hot').waitFor();
});

test('Settings are usable in Chinese, in the dark, and at 320 px', { skip }, async (t) => {
  const { open, origin } = await startDashboard(t);
  const page = await open({ path: '/settings', language: 'zh', theme: 'dark', width: 320 });
  for (const path of PATHS) {
    await page.goto(new URL(path, origin).href);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await assertNoSidewaysScroll(page);
    await assertAccessible(page);
  }
});

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page
    .getByRole('combobox', { name: label, exact: true })
    .or(page.getByRole('textbox', { name: label, exact: true }))
    .first()
    .click();
  await page.getByRole('option', { name: option }).click();
}

test('a client is given a user and rules, is denied, and is allowed from the list of denials', {
  skip,
}, async (t) => {
  const { open, api, connect } = await startDashboard(t);
  const page = await open({ path: '/settings/access?view=users' });
  const form = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Set up the built-in database' }).click();
  await page.getByRole('button', { name: 'Add user' }).click();
  await form.getByRole('textbox', { name: 'User' }).fill('meter-7');
  await form.getByRole('textbox', { name: 'Password' }).fill('a-good-one');
  await form.getByRole('button', { name: 'Add user' }).click();
  await form.waitFor({ state: 'hidden' });
  await page.getByText('meter-7').first().waitFor();

  await page.getByRole('tab', { name: 'Rules' }).click();
  await page.getByRole('button', { name: 'Set up rules here' }).click();
  await page.getByRole('button', { name: 'Add rule' }).click();
  await choose(page, 'Verdict', 'deny');
  await form.getByRole('textbox', { name: 'Topic filter' }).fill('secret/#');
  await form.getByRole('button', { name: 'Add rule' }).click();
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('row').filter({ hasText: 'secret/#' }).getByText('deny').waitFor();
  await assertAccessible(page);

  const client = await connect({
    clientId: 'press-7',
    username: 'meter-7',
    password: 'a-good-one',
    protocolVersion: 5,
  });
  const denied = await client.publishAsync('secret/7', 'x', { qos: 1 }).then(
    () => false,
    () => true,
  );
  assert.ok(denied, 'the message is denied');
  await page.getByRole('tab', { name: 'Recent denials' }).click();
  const row = page.getByRole('row').filter({ hasText: 'secret/7' });
  await row.waitFor();
  await assertAccessible(page);
  await row.getByRole('button', { name: /^Allow/ }).click();
  await form.getByText('"topic": "secret/7"').waitFor();
  await form.getByRole('button', { name: 'Add the rule' }).click();
  await page.getByText('It is allowed now.').waitFor();
  await client.publishAsync('secret/7', 'x', { qos: 1 });
  const rules = await api.must('GET', '/authorization/sources/built_in_database/rules/clients/press-7');
  assert.deepEqual((rules as { rules: unknown }).rules, [
    { permission: 'allow', action: 'publish', topic: 'secret/7' },
  ]);

  await page.getByRole('tab', { name: 'Try a decision' }).click();
  await page.getByRole('textbox', { name: 'Client id' }).fill('press-7');
  await page.getByRole('textbox', { name: 'Topic filter' }).fill('secret/8');
  await page.getByRole('button', { name: 'Try' }).click();
  await page.getByText(/Denied by rule 1/).waitFor();
  await assertAccessible(page);
});

test('a client is banned and the ban lifted, and lifted in vain is undone', { skip }, async (t) => {
  const { open, api } = await startDashboard(t);
  const page = await open({ path: '/settings/access?view=bans' });
  const form = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Ban', exact: true }).click();
  await form.getByRole('textbox', { name: 'Who' }).fill('dev-9');
  await form.getByRole('button', { name: 'Ban', exact: true }).click();
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Lift: dev-9' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Lift: dev-9' }).waitFor();
  const { data } = (await api.must('GET', '/banned')) as { data: unknown[] };
  assert.equal(data.length, 1);
});

test('a backup with sealed secrets and a history opens by its passphrase, and brings both along', {
  skip,
}, async (t) => {
  const from = await startDashboard(t);
  const { api } = from;
  await api.must('POST', '/connectors', {
    type: 'http',
    name: 'erp',
    url: 'http://127.0.0.1:9/',
    headers: { authorization: 'Bearer s3cret-of-erp-1' },
  });
  const alert = { for: '0s', key: '${topic}' };
  await api.must('POST', '/rules', { id: 'hot', sql: 'SELECT topic FROM "t/#"', actions: [], alert });
  await api.must('POST', '/publish', { topic: 't/1', payload: 'x' });
  const { data } = (await api.must('GET', '/alerts')) as { data: { id: string }[] };
  await api.must('POST', `/alerts/${data[0]?.id}/resolve`, {});
  const page = await from.open({ path: '/settings/backup' });
  await page.getByRole('checkbox', { name: 'History of alerts' }).check();
  await page.getByRole('checkbox', { name: 'Secrets, sealed' }).check();
  assert.equal(await page.getByRole('button', { name: 'Download' }).isDisabled(), true);
  await page.getByRole('textbox', { name: 'Passphrase' }).fill('a long passphrase');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const file = readFileSync(await (await downloading).path());
  assert.ok(!file.includes('s3cret-of-erp'));

  const to = await startDashboard(t);
  const other = await to.open({ path: '/settings/backup' });
  await other
    .locator('input[type=file]')
    .setInputFiles({ name: 'backup.yaml', mimeType: 'application/yaml', buffer: file });
  const connector = other.getByRole('row').filter({ hasText: 'http:erp' });
  await connector.getByText('A secret was left out').waitFor();
  await other.getByRole('textbox', { name: 'Passphrase of this backup' }).fill('another passphrase');
  await other.getByRole('button', { name: 'Open', exact: true }).click();
  await other.getByText('the passphrase is not the one of this backup').waitFor();
  await assertAccessible(other);
  assert.deepEqual(await to.api.must('GET', '/connectors'), [], 'nothing is changed');
  await other.getByRole('textbox', { name: 'Passphrase of this backup' }).fill('a long passphrase');
  await other.getByRole('button', { name: 'Open', exact: true }).click();
  await other.getByText('The secrets of this backup are open.').waitFor();
  await connector.getByText('add', { exact: true }).waitFor();
  await other.getByRole('row').filter({ hasText: 'Alerts that are over' }).getByText('1 new').waitFor();
  // With the hash of another password the session would be over.
  await other.getByRole('checkbox', { name: 'Take over admin' }).uncheck();
  await other.getByRole('button', { name: /^Take over \d+ things/ }).click();
  await other
    .getByRole('dialog')
    .getByRole('button', { name: /^Take over \d+ things/ })
    .click();
  await other.getByText('1 alert of the history was taken over.').waitFor();
  await assertAccessible(other);
  const [taken] = (await to.api.must('GET', '/connectors')) as { headers: unknown }[];
  assert.deepEqual(taken?.headers, { authorization: '******' }, 'the secret came along');
  const past = (await to.api.must('GET', '/alerts?status=resolved')) as { data: unknown[] };
  assert.equal(past.data.length, 1);
  await other
    .locator('input[type=file]')
    .setInputFiles({ name: 'cut.yaml', mimeType: 'application/yaml', buffer: file.subarray(0, -20) });
  await other.getByText('is cut off or broken').waitFor();
});

test('a backup is planned, chosen from, taken over and undone', { skip }, async (t) => {
  const { open, api, origin } = await startDashboard(t);
  await api.must('POST', '/rules', { id: 'hot', sql: 'SELECT * FROM "t/#"', actions: [] });
  await api.must('POST', '/banned', { as: 'clientid', who: 'dev-9' });
  const page = await open({ path: '/settings/backup' });
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const path = await (await downloading).path();
  await api.must('PUT', '/rules/hot', { sql: 'SELECT * FROM "other/#"', actions: [] });
  await api.must('DELETE', '/banned/clientid/dev-9');
  await page.locator('input[type=file]').setInputFiles({
    name: 'backup.yaml',
    mimeType: 'application/yaml',
    buffer: readFileSync(path),
  });
  const row = page.getByRole('row').filter({ hasText: 'hot' });
  await row.getByText('change', { exact: true }).waitFor();
  await row.getByRole('button', { name: '1 change' }).click();
  await row.getByText('other/#').waitFor();
  await page.getByRole('checkbox', { name: 'Take over clientid:dev-9' }).uncheck();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Take over 1 thing' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take over 1 thing' }).click();
  await page.getByText('1 thing was taken over.').waitFor();
  const sql = async () => ((await api.must('GET', '/rules/hot')) as { sql: string }).sql;
  assert.equal(await sql(), 'SELECT * FROM "t/#"');
  await page.getByRole('button', { name: 'Undo the last import' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo the last import' }).click();
  await page.getByText('The import is undone.').waitFor();
  assert.equal(await sql(), 'SELECT * FROM "other/#"');
  await page.locator('input[type=file]').setInputFiles({
    name: 'x.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('hello'),
  });
  await page.getByText('this is not a backup of Tocsin').waitFor();
  await page.goto(new URL('settings/system', origin).href);
  await page.getByText('Event-loop delay').first().waitFor();
  await assertAccessible(page);
});
