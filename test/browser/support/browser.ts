import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../../support/running-app.ts';
import { ADMIN, browserOptions } from './browser-options.ts';

export type { Locator, Page } from 'playwright-core';

export { ADMIN, skip } from './browser-options.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Milliseconds to wait for what is to be seen: machines that run tests pause for seconds. */
const PATIENCE = 60_000;

let browser: Promise<Browser> | undefined;
after(async () => (await browser)?.close());

function sharedBrowser(): Promise<Browser> {
  browser ??= chromium.launch(browserOptions);
  return browser;
}

export interface Look {
  /** Where the page begins; the address below the place of the dashboard. */
  readonly path?: string;
  readonly language?: 'en' | 'zh';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** False: nobody is signed in. */
  readonly signedIn?: boolean;
  /** Where the dashboard is, when it is behind something. */
  readonly origin?: string;
}

export interface Dashboard extends TestApp {
  /** http://127.0.0.1:PORT/ */
  readonly origin: string;
  /** A page of its own, with cookies of its own. It fails the test when it broke a rule: see `watch`. */
  open(look?: Look): Promise<Page>;
}

/** The whole program with a browser before it. */
export async function startDashboard(
  t: TestContext,
  assignments: readonly string[] = [],
  directory?: string,
): Promise<Dashboard> {
  const app = await startTestApp(
    t,
    [
      `dashboard.bootstrap_username=${ADMIN.username}`,
      `dashboard.bootstrap_password=${ADMIN.password}`,
      ...assignments,
    ],
    directory,
  );
  const origin = `http://127.0.0.1:${app.app.ready.dashboard.port}/`;
  return { ...app, origin, open: (look) => openPage(t, origin, look) };
}

/** @param origin where the dashboard is */
export async function openPage(t: TestContext, origin: string, look: Look = {}): Promise<Page> {
  const { path = '/', language = 'en', theme = 'light', width = 1280, height = 800, signedIn = true } = look;
  const context = await (await sharedBrowser()).newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    reducedMotion: 'reduce',
  });
  t.after(() => context.close());
  const place = look.origin ?? origin;
  const faults = await watch(context, new URL(place).origin);
  t.after(() => assert.deepEqual(faults, [], 'the page broke no rule'));
  if (signedIn) await signIn(context, place);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(new URL(path.replace(/^\//, ''), place).href);
  return page;
}

async function signIn(context: BrowserContext, origin: string): Promise<void> {
  const answer = await context.request.post(new URL('api/v5/session', origin).href, { data: ADMIN });
  assert.equal(answer.status(), 200, 'the administrator can sign in');
}

/** What no page may do: ask another origin, break the content security policy, throw. */
async function watch(context: BrowserContext, origin: string): Promise<string[]> {
  const faults: string[] = [];
  context.on('weberror', (event) => faults.push(`threw ${event.error().message}`));
  context.on('console', (message) => {
    const text = message.text();
    // What the browser writes for each answer of 4xx and 5xx, and while there is no server.
    if (message.type() === 'error' && !/Failed to load resource|ERR_/.test(text))
      faults.push(`wrote ${text}`);
  });
  await context.route(
    (url) => url.origin !== origin && url.protocol !== 'data:' && url.protocol !== 'blob:',
    (route) => {
      faults.push(`asked for ${route.request().url()}`);
      return route.abort();
    },
  );
  return faults;
}

const WCAG = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } as const;
/** What another theme can break. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } as const;

/**
 * No violation of WCAG 2.2 A and AA that axe finds.
 * @param what colours: of a page that was looked at as a whole, and of which only these are others
 */
export async function assertAccessible(page: Page, what: 'all' | 'colours' = 'all'): Promise<void> {
  // By the protocol of the browser and not by a script element, which the policy of the page refuses.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const violations = await page.evaluate(
    async ({ type, values }) => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const result = await axe.run(document, {
        runOnly: { type, values: [...values] },
        resultTypes: ['violations'],
      });
      return result.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`,
      );
    },
    what === 'all' ? WCAG : COLOURS,
  );
  assert.deepEqual(violations, []);
}

/** Asks again and again, as long as a test may take, and gives what is there at last. */
export async function eventually<Thing>(
  t: TestContext,
  look: () => Promise<Thing | undefined>,
): Promise<Thing> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(50, undefined, { signal: t.signal });
  }
}

/** Whether the page is wider than its window. */
export async function assertNoSidewaysScroll(page: Page): Promise<void> {
  const [content, view] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok((content ?? 0) <= (view ?? 0), `the page is ${content} px wide in a window of ${view} px`);
}
