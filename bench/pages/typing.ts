import type { FoundClients } from '../../src/api/contract.ts';
import type { TocsinApi } from '../tocsin-api.ts';
import type { Page } from './tab.ts';

/** What is to be seen of a search: when it is there, the search is answered. */
interface Shown {
  readonly count: string;
  readonly first: string;
}

/** Each letter finds something else. */
const WORDS = [
  'crowd-149',
  'sz-oven-007',
  'robot-0999',
  'user:sh',
  'reason:keep',
  'is:online',
  'ip:10.1.13',
  '99999',
];
const ROWS = 200;

export interface Typing {
  /** Milliseconds of the search alone, as the server answers it, by what is searched for. */
  readonly answers: ReadonlyMap<string, number>;
  /** Milliseconds from a key to the frame that shows what is found then, one key after the other. */
  readonly keys: readonly number[];
  /** The same from the last key of a word that is typed without waiting. */
  readonly words: readonly number[];
}

/** @param pause milliseconds between keys that do not wait */
export async function typing(page: Page, api: TocsinApi, pause: number): Promise<Typing> {
  const answers = new Map<string, number>();
  const keys: number[] = [];
  const words: number[] = [];
  const find = async (q: string): Promise<Shown> => {
    const begin = performance.now();
    const found = await api.get<FoundClients>(`/client_search?limit=${ROWS}&q=${encodeURIComponent(q)}`);
    answers.set(q, performance.now() - begin);
    const { count } = found.meta;
    return {
      count: `${count.toLocaleString('en-GB')} ${count === 1 ? 'client' : 'clients'}`,
      first: found.data[0]?.clientid ?? '',
    };
  };
  await page.getByRole('combobox', { name: 'Search clients' }).focus();
  const all = await find('');
  for (const word of WORDS) {
    let before = all;
    for (let length = 1; length <= word.length; length++) {
      const shown = await find(word.slice(0, length));
      const key = word[length - 1] as string;
      if (isSame(shown, before)) await page.keyboard.press(key);
      else keys.push(await untilShown(page, shown, () => page.keyboard.press(key)));
      before = shown;
    }
    keys.push(await untilShown(page, all, () => clear(page)));
    words.push(await untilShown(page, before, () => page.keyboard.type(word, { delay: pause })));
    await untilShown(page, all, () => clear(page));
  }
  return { answers, keys, words };
}

async function clear(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Clear', exact: false }).first().press('Enter');
  await page.getByRole('combobox', { name: 'Search clients' }).focus();
}

const isSame = (a: Shown, b: Shown) => a.count === b.count && a.first === b.first;

/** Milliseconds from the last key to the frame in which all of it can be seen. */
async function untilShown(page: Page, wanted: Shown, press: () => Promise<void>): Promise<number> {
  await page.evaluate(({ count, first }) => {
    let pressedAt = 0;
    const onKey = ({ timeStamp }: KeyboardEvent) => {
      pressedAt = timeStamp;
    };
    addEventListener('keydown', onKey, { capture: true });
    const isShown = () =>
      document.querySelector('main')?.textContent?.includes(count) &&
      (document.querySelector('[role="grid"] a')?.textContent ?? '') === first;
    const painted = new Promise<number>((resolve, reject) => {
      setTimeout(() => {
        const seen = document.querySelector('main')?.textContent?.slice(0, 300);
        reject(new Error(`there is no "${count}" with "${first}" first, but ${seen}`));
      }, 120_000);
      const observer = new MutationObserver(() => {
        if (!isShown()) return;
        observer.disconnect();
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            removeEventListener('keydown', onKey, { capture: true });
            resolve(performance.now() - pressedAt);
          };
          port2.postMessage('');
        });
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    Object.assign(globalThis, { painted });
  }, wanted);
  await press();
  return await page.evaluate(() => (globalThis as unknown as { painted: Promise<number> }).painted);
}
