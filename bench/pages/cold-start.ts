import { type Browser, signedIn } from './tab.ts';

export interface ColdStart {
  /** Milliseconds from the navigation until a number of clients stands there. */
  readonly sentence: number;
  /** The same until a menu is open that was clicked on at that moment. */
  readonly answered: number;
}

/** The Overview in a browser that has nothing of it yet. @param online as it is written there */
export async function coldStart(browser: Browser, origin: string, online: string): Promise<ColdStart> {
  const context = await signedIn(browser, origin);
  const page = await context.newPage();
  await page.addInitScript((wanted) => {
    const times = { sentence: 0, answered: 0 };
    Object.assign(globalThis, { times });
    /** Behind the next frame, with what was changed before it. */
    const afterPaint = (then: () => void) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = then;
        port2.postMessage('');
      });
    const onMenu = () => {
      if (!document.querySelector('[role="menu"] [role="menuitem"]')) return false;
      afterPaint(() => {
        times.answered = performance.now();
      });
      return true;
    };
    const onSentence = () => {
      if (!document.querySelector('main')?.textContent?.includes(wanted)) return false;
      afterPaint(() => {
        times.sentence = performance.now();
        document.querySelector<HTMLElement>('button[aria-label^="User menu"]')?.click();
      });
      return true;
    };
    const steps = [onSentence, onMenu];
    const observer = new MutationObserver(() => {
      if (steps[0]?.()) steps.shift();
      if (steps.length === 0) observer.disconnect();
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
  }, online);
  await page.goto(origin);
  page.setDefaultTimeout(300_000);
  await page.waitForFunction(() => (globalThis as unknown as { times: ColdStart }).times.answered > 0);
  const times = await page.evaluate(() => (globalThis as unknown as { times: ColdStart }).times);
  await context.close();
  return times;
}
