import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** Where to put pictures of what a story sees, for people to look at; unset: nowhere. */
const PICTURES = process.env.TOCSIN_TEST_PICTURES ?? '';

export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === '') return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
}
