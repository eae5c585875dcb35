import type { Page } from './tab.ts';

export interface Scrolling {
  readonly frames: number;
  /** Frames that took longer than two and than three of 60 a second. */
  readonly over32: number;
  readonly over50: number;
  /** Milliseconds. */
  readonly longest: number;
  readonly lastRow: number;
}

/** Turns the wheel over the list. @param step pixels, 40 times a second */
export async function scrolling(page: Page, seconds: number, step: number): Promise<Scrolling> {
  const grid = page.getByRole('grid', { name: 'Clients' });
  // The completions of the search box lie over the list.
  await page.keyboard.press('Escape');
  await grid.focus();
  await grid.hover();
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const onFrame = (now: number) => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
    Object.assign(globalThis, { frames });
  });
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    await page.mouse.wheel(0, step);
    await page.waitForTimeout(25);
  }
  const frames = await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames);
  const lastRow = await grid.evaluate((element) =>
    Math.max(
      ...[...element.querySelectorAll('[aria-rowindex]')].map((row) =>
        Number(row.getAttribute('aria-rowindex')),
      ),
    ),
  );
  return {
    frames: frames.length,
    over32: frames.filter((time) => time > 33.4).length,
    over50: frames.filter((time) => time > 50.1).length,
    longest: Math.max(...frames),
    lastRow,
  };
}
