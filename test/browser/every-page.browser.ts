import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DASHBOARD_PAGES } from '../../src/api/contract/dashboard-pages.ts';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  type Page,
  skip,
  startDashboard,
} from './support/browser.ts';

/** All pairs of language, theme and width; each language and each width as a whole once, each theme twice. */
const LOOKS = [
  { language: 'en', theme: 'light', width: 1280, what: 'all' },
  { language: 'zh', theme: 'dark', width: 1280, what: 'colours' },
  { language: 'zh', theme: 'light', width: 320, what: 'all' },
  { language: 'en', theme: 'dark', width: 320, what: 'colours' },
] as const;

/** Those that have to be good on a telephone. */
const ON_TELEPHONES = ['/', '/alerts', '/alerts/detail', '/clients/detail'];

const pages = DASHBOARD_PAGES.filter((path) => path !== '/login' && path !== '/setup');

test('every page can be used by everybody, in each language, theme and width', {
  skip,
  timeout: 900_000,
}, async (t) => {
  const dashboard = await startDashboard(t);
  await dashboard.connect({ clientId: 'dev-1' });
  const page = await dashboard.open();
  const complaints: string[] = [];
  for (const path of pages) {
    await page.goto(
      new URL(`.${path}${path === '/clients/detail' ? '?id=dev-1' : ''}`, dashboard.origin).href,
    );
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    for (const look of LOOKS) {
      await show(page, look);
      const name = `${path} ${Object.values(look).join(' ')}`;
      await complain(complaints, name, () => assertAccessible(page, look.what));
      if (look.width === 320 && ON_TELEPHONES.includes(path))
        await complain(complaints, name, () => assertNoSidewaysScroll(page));
    }
  }
  assert.deepEqual(complaints, []);
});

/** All of them in one run, so that mending one does not only uncover the next. */
async function complain(complaints: string[], name: string, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    complaints.push(`${name}: ${(error as Error).message.slice(0, 1500)}`);
  }
}

/** Without loading it anew, as if it were chosen in another tab. */
async function show(page: Page, { language, theme, width }: (typeof LOOKS)[number]): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await page.evaluate(
    (preferences) => {
      const key = 'tocsin.preferences';
      localStorage.setItem(key, JSON.stringify(preferences));
      dispatchEvent(new StorageEvent('storage', { key }));
    },
    { language, theme },
  );
  await page.locator(`html[lang^="${language}"][data-mantine-color-scheme="${theme}"]`).waitFor();
}
