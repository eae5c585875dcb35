import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** JSON that becomes YAML, or text in YAML or JSON that becomes JSON. */
export type YamlTask =
  | { readonly kind: 'write'; readonly json: string }
  | { readonly kind: 'read'; readonly text: string };

/** What came of it; `error` in words of the parser. */
export type YamlResult = { readonly text: string } | { readonly error: string };

/**
 * Does a task in a thread of its own: YAML of 10 MB takes seconds of whichever thread it runs in, in which a broker
 * would serve nobody.
 * @throws Error when the thread cannot do its work, for want of memory
 */
export async function inYamlThread(task: YamlTask): Promise<YamlResult> {
  // Its name ends in .ts as source and in .js when it is built.
  const name = `./yaml-worker${extname(import.meta.filename)}`;
  // Not with the flags of the process, of which some are not for threads.
  const worker = new Worker(new URL(name, import.meta.url), { execArgv: [], workerData: task });
  try {
    return await new Promise<YamlResult>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the thread for YAML ended')));
    });
  } finally {
    await worker.terminate();
  }
}
