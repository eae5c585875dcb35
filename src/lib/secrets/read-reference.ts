import { basename } from 'node:path';
import { readBoundedFileSync } from '../bounded-file.ts';

/** Bytes of a file that a setting refers to. */
const LONGEST_FILE = 64 * 1024;

/** The key that seals all other secrets, and whatever else configures this process. */
const OWN_VARIABLES = /^TOCSIN_/i;
const OWN_FILE = 'secret.key';

/** @throws Error with a sentence that names the reference and what to do */
export function readReference(kind: 'env' | 'file', name: string): string {
  return kind === 'env' ? readVariable(name) : readFile(name);
}

function readVariable(name: string): string {
  const reference = `\${env:${name}}`;
  if (OWN_VARIABLES.test(name)) {
    throw new Error(`${reference} is a setting of the broker itself: choose another name`);
  }
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  throw new Error(`${reference} is not set in the environment of the broker: set it and restart`);
}

function readFile(path: string): string {
  const reference = `\${file:${path}}`;
  if (basename(path) === OWN_FILE) {
    throw new Error(`${reference} is the key of the broker itself: choose another file`);
  }
  let text: string;
  try {
    text = readBoundedFileSync(path, LONGEST_FILE);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${reference} cannot be read (${code}): check the path and who may read it`);
  }
  const value = text.replace(/\r?\n$/, '');
  if (value !== '') return value;
  throw new Error(`${reference} is an empty file: write the secret into it`);
}
