import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { ADMIN, browserOptions } from '../../test/browser/support/browser-options.ts';

export type { Browser, Page } from 'playwright-core';

export const openBrowser = (): Promise<Browser> => chromium.launch(browserOptions);

/** A context has a cache of its own, which is empty, and cookies of its own, which sign in. */
export async function signedIn(browser: Browser, origin: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const answer = await context.request.post(new URL('api/v5/session', origin).href, { data: ADMIN });
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()} ${await answer.text()}`);
  return context;
}

export async function openPage(browser: Browser, origin: string, path: string): Promise<Page> {
  const page = await (await signedIn(browser, origin)).newPage();
  page.setDefaultTimeout(300_000);
  await page.goto(new URL(path, origin).href);
  return page;
}

export interface TabMemory {
  readonly heapBytes: number;
  readonly elements: number;
}

/** Of the page's JavaScript, after its garbage was collected. */
export async function memoryOf(page: Page): Promise<TabMemory> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
  return { heapBytes: value('JSHeapUsedSize'), elements: value('Nodes') };
}
