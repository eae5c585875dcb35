import type { ClientRun } from './client-run.ts';

/** Writes a long answer as it comes. How much there was is said where the answer itself does not fill the screen. */
export async function copyOut(
  { isTerminal, progress, out, drained }: Pick<ClientRun, 'isTerminal' | 'progress' | 'out' | 'drained'>,
  texts: AsyncIterable<string>,
): Promise<number> {
  let done = 0;
  try {
    for await (const text of texts) {
      out(text);
      await drained();
      done += Buffer.byteLength(text);
      if (!isTerminal) progress({ unit: 'bytes', done });
    }
  } finally {
    progress(undefined);
  }
  return 0;
}
