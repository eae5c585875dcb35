import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MqttClient } from 'mqtt';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  type Dashboard,
  type Page,
  skip,
  startDashboard,
} from './support/browser.ts';

/** What devices may be called, and what nobody should take for anything else. */
const HOSTILE = ['<img src=x onerror=alert(1)>', 'سلام', '🛰️-π', '..', 'a/b', '%2F', `q"'\\`, 'x\u202Ey'];

async function connectMany(dashboard: Dashboard, ids: readonly string[]): Promise<MqttClient[]> {
  const clients: MqttClient[] = [];
  for (const clientId of ids) clients.push(await dashboard.connect({ clientId, protocolVersion: 5 }));
  return clients;
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `dev-${String(index + 1).padStart(4, '0')}`);

const row = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

const search = (page: Page) => page.getByRole('combobox', { name: 'Search clients' });

test('one client is found among many while it is typed, and the address is a link to that', {
  skip,
}, async (t) => {
  const dashboard = await startDashboard(t);
  await connectMany(dashboard, [...numbered(30), 'pump-7']);
  const page = await dashboard.open({ path: '/clients' });
  await page.getByText('31 clients').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('dev-002');
  await page.getByText('10 clients').waitFor();
  assert.equal(await row(page, 'pump-7').count(), 0);
  await page.keyboard.type('1 is:onl');
  await page.getByRole('option', { name: /is:online/ }).click();
  await page.getByText('1 client', { exact: true }).waitFor();
  await row(page, 'dev-0021').waitFor();
  await assertAccessible(page);
  const again = await dashboard.open({ path: new URL(page.url()).pathname + new URL(page.url()).search });
  await row(again, 'dev-0021').waitFor();
  await search(again).fill('dev-0099');
  await again.getByText(/Nearest/).waitFor();
});

test('a kick asks, says what it does to whom, and shows at once', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  const [first] = await connectMany(dashboard, numbered(3));
  assert.ok(first);
  const told = new Promise<string | undefined>((resolve) =>
    first.on('disconnect', ({ properties }) => resolve(properties?.reasonString)),
  );
  const page = await dashboard.open({ path: '/clients' });
  await page.getByRole('button', { name: 'Actions for dev-0001' }).click();
  await page.getByRole('menuitem', { name: 'Kick' }).click();
  const dialog = page.getByRole('dialog', { name: 'Kick dev-0001?' });
  await dialog.getByText('Will disconnect 1 client').waitFor();
  await dialog.getByLabel(/Reason/).fill('maintenance');
  await dialog.getByRole('button', { name: 'Kick' }).click();
  await row(page, 'dev-0001').getByText('gone').waitFor();
  assert.equal(await told, 'maintenance');
});

test('a ban keeps a client out until it is undone', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  await connectMany(dashboard, numbered(2));
  const page = await dashboard.open({ path: '/clients' });
  await page.getByRole('button', { name: 'Actions for dev-0002' }).click();
  await page.getByRole('menuitem', { name: 'Ban for 1 hour' }).click();
  await row(page, 'dev-0002').getByText('banned').waitFor();
  await assert.rejects(dashboard.connect({ clientId: 'dev-0002', protocolVersion: 5 }));
  await page.getByRole('button', { name: 'Undo' }).click();
  await row(page, 'dev-0002').getByText('gone').waitFor();
  await dashboard.connect({ clientId: 'dev-0002', protocolVersion: 5 });
  await row(page, 'dev-0002').getByText('online').waitFor();
});

test('several are selected by keys, and kicked after they were counted', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  await connectMany(dashboard, numbered(5));
  const page = await dashboard.open({ path: '/clients' });
  await row(page, 'dev-0005').waitFor();
  for (const key of ['j', 'x', 'j', 'j', 'Shift+X']) await page.keyboard.press(key);
  const bar = page.getByRole('toolbar', { name: '3 selected' });
  await bar.getByRole('button', { name: 'Kick' }).click();
  const dialog = page.getByRole('dialog', { name: 'Kick 3 clients?' });
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Kick' }).click();
  await page.getByRole('tab', { name: 'Offline 3' }).waitFor();
  await page.getByRole('tab', { name: 'Online 2' }).click();
  await row(page, 'dev-0004').waitFor();
  await row(page, 'dev-0001').waitFor({ state: 'detached' });
});

test('clients may be called anything', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  await connectMany(dashboard, HOSTILE);
  const page = await dashboard.open({ path: '/clients' });
  await page.getByText(`${HOSTILE.length} clients`).waitFor();
  for (const name of HOSTILE) {
    const shown = name.replace('\u202E', '⟨202e⟩');
    await page.getByRole('link', { name: shown, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: shown, exact: true }).waitFor();
    await page.getByText('Online', { exact: false }).first().waitFor();
    await page.goBack();
  }
});

test('a viewer sees what it may not do', { skip }, async (t) => {
  const dashboard = await startDashboard(t);
  await connectMany(dashboard, numbered(1));
  const admin = await dashboard.open({ path: '/clients' });
  await admin.request.post(`${dashboard.origin}api/v5/users`, {
    headers: { 'x-tocsin': 'dashboard' },
    data: { username: 'eva', password: 'Quiet-bell-8', role: 'viewer', description: '' },
  });
  const page = await dashboard.open({ path: '/clients', signedIn: false });
  await page.request.post(`${dashboard.origin}api/v5/session`, {
    data: { username: 'eva', password: 'Quiet-bell-8' },
  });
  await page.goto(`${dashboard.origin}clients`);
  await page.getByRole('button', { name: 'Actions for dev-0001' }).click();
  assert.equal(await page.getByRole('menuitem', { name: 'Kick' }).isDisabled(), true);
  await assertNoSidewaysScroll(page);
});
