import { apiUrl } from '../shared/api/client.ts';
import { Problem } from '../shared/api/problem.ts';
import { noteSilence } from '../shared/api/reachability.ts';

/** When the page was last loaded anew because a part of it was gone, in this tab. */
const KEY = 'tocsin.reloaded';
/** Milliseconds within which it is not loaded anew once more: it would not help. */
const SHORT = 30_000;

/**
 * Fetches a part of the dashboard. While nobody answers the page stays as it is. Where the server answers and the part is
 * gone, it was replaced by one with other parts: the whole is loaded anew, once.
 * @throws Problem
 */
export async function loadPage<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    if (!(await isServerThere())) {
      noteSilence();
      throw new Problem({ message: 'no answer', code: 'NO_ANSWER', cause });
    }
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - last < SHORT) {
      throw new Problem({
        message: 'a part of this page could not be loaded',
        code: 'PAGE_PART_MISSING',
        cause,
      });
    }
    sessionStorage.setItem(KEY, String(Date.now()));
    location.reload();
    return new Promise<Module>(() => undefined);
  }
}

async function isServerThere(): Promise<boolean> {
  try {
    const { status } = await fetch(apiUrl('/setup'), { cache: 'no-store' });
    return status < 500;
  } catch {
    return false;
  }
}
