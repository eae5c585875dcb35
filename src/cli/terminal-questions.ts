import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Anything that does not begin with y is no. */
export async function confirm(question: string): Promise<boolean> {
  return /^y/i.test((await ask(`${question} [y/N] `, false)).trim());
}

/** Reads a line; what was typed of a secret one is not shown. An end of the input is an empty line. */
export async function ask(question: string, isSecret: boolean): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (isSecret) process.stderr.write(question);
  const lines = createInterface({
    input: process.stdin,
    output: isSecret ? nowhere : process.stderr,
    terminal: true,
  });
  const over = new AbortController();
  lines.on('close', () => over.abort());
  lines.on('SIGINT', () => {
    lines.close();
    process.stderr.write('\n');
    process.exit(130);
  });
  try {
    return await lines.question(isSecret ? '' : question, { signal: over.signal });
  } catch {
    return '';
  } finally {
    lines.close();
    if (isSecret) process.stderr.write('\n');
  }
}
