/// <reference lib="dom" />
import { writeFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ADMIN } from '../../test/browser/support/browser-options.ts';
import type { Shot } from './shots.ts';

export const SIZES = {
  wide: { width: 1440, height: 900 },
  tablet: { width: 768, height: 1024 },
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 640 },
  readme: { width: 1280, height: 800 },
} as const;

export interface Look {
  readonly language: 'en' | 'zh';
  readonly theme: 'light' | 'dark';
  readonly size: keyof typeof SIZES;
}

const VIEWER = { username: 'hanmeimei', password: ADMIN.password };

/** Milliseconds after which a page that still loads is taken as it is. */
const PATIENCE = 8_000;

/** Somebody who looks at a dashboard. */
export async function newContext(
  browser: Browser,
  origin: string,
  { language, theme, size }: Look,
  as: Shot['as'],
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: theme,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    reducedMotion: 'reduce',
  });
  if (as !== 'nobody') {
    await context.request.post(`${origin}api/v5/session`, { data: as === 'viewer' ? VIEWER : ADMIN });
  }
  return context;
}

/**
 * @param file its name ends with `.png` or `.webp`
 * @param kill ends the server when the page is there
 */
export async function takeShot(
  context: BrowserContext,
  origin: string,
  shot: Shot,
  file: string,
  kill?: () => Promise<unknown>,
): Promise<void> {
  const page = await context.newPage();
  try {
    if (shot.server !== undefined) await answerInstead(page, shot.server);
    await page.goto(new URL(shot.path, origin).href);
    await quiet(page);
    if (kill) {
      await kill();
      await page.getByRole('status').first().waitFor();
      await page.waitForTimeout(2_000);
    }
    if (shot.act) {
      await shot.act(page);
      await quiet(page);
    }
    if (file.endsWith('.webp')) writeFileSync(file, await webp(page));
    else await page.screenshot({ path: file });
  } finally {
    await page.close();
  }
}

/** Live streams never end: quiet is when nothing is loading any more. */
async function quiet(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page
    .waitForFunction(() => !document.querySelector('[aria-busy="true"]'), undefined, { timeout: PATIENCE })
    .catch(() => {});
  await page.waitForTimeout(400);
}

/** The pages about alerts ask in vain. */
async function answerInstead(page: Page, how: 'fails' | 'refuses' | 'silent'): Promise<void> {
  const answers = {
    fails: { status: 500, code: 'INTERNAL_ERROR', message: 'database disk image is malformed' },
    refuses: { status: 403, code: 'UNAUTHORIZED_ROLE', message: 'This needs the role operator.' },
  };
  await page.route('**/api/v5/alert_groups*', async (route) => {
    // Nobody answers, as long as the page is open.
    if (how === 'silent') return;
    const { status, ...body } = answers[how];
    await route.fulfill({
      status,
      headers: { 'x-request-id': '01a221fa-3ba5' },
      contentType: 'application/json',
      body: JSON.stringify(body),
    });
  });
}

/** A picture that is small enough for a page about the program. */
async function webp(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
  return Buffer.from(data, 'base64');
}
