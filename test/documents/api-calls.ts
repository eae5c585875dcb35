import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './markdown.ts';

export interface ApiCall {
  readonly method: string;
  /** Below `/api/v5`. */
  readonly path: string;
  readonly body: string | undefined;
}

/** Of the options of curl that pages use, those with a value. */
const WITH_VALUE = new Set([
  '-u',
  '-X',
  '-H',
  '-d',
  '-o',
  '-F',
  '--data',
  '--request',
  '--header',
  '--data-binary',
]);

/** The call of Tocsin's API that a command makes; undefined for one that makes none. */
export function apiCallOf([program, ...words]: readonly string[]): ApiCall | undefined {
  if (program === 'call') {
    const [method = '', path = '', body] = words;
    return path.startsWith('/') ? { method, path, body: fileOr(body) } : undefined;
  }
  if (program !== 'curl') return undefined;
  const values = new Map<string, string>();
  const addresses: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (WITH_VALUE.has(word)) values.set(word, words[++at] ?? '');
    else if (!word.startsWith('-')) addresses.push(word);
  }
  const [, path] = /\/api\/v5(\/.*)$/.exec(addresses.at(-1) ?? '') ?? [];
  // A stream has no end, and a file is the reader's own.
  if (path === undefined || values.has('-F') || words.includes('-N')) return undefined;
  const body = values.get('-d') ?? values.get('--data') ?? values.get('--data-binary');
  const method = values.get('-X') ?? values.get('--request') ?? (body === undefined ? 'GET' : 'POST');
  return { method, path, body: fileOr(body) };
}

function fileOr(body: string | undefined): string | undefined {
  return body?.startsWith('@') ? readFileSync(join(ROOT, body.slice(1)), 'utf8') : body;
}
