import { test } from 'node:test';
import { assertAccessible, skip, startDashboard } from './support/browser.ts';

test('every place can be reached, and breaks no rule', { skip }, async (t) => {
  const { open } = await startDashboard(t);
  const page = await open();
  for (const place of ['Clients', 'Alerts', 'Rules', 'Notifications', 'Events', 'Settings', 'Overview']) {
    await page.getByRole('link', { name: place, exact: true }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await assertAccessible(page);
  }
});
