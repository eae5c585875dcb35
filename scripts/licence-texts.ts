import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** Between the licences of two packages. */
export const LICENCE_SEPARATOR = `\n${'-'.repeat(80)}\n\n`;

/**
 * The licences of the packages that these files belong to: who hands on their code hands on these texts.
 * @throws Error for a package that names no licence
 */
export function licenceTexts(files: readonly string[]): string {
  return directoriesOf(files).map(licenceText).join(LICENCE_SEPARATOR);
}

/** The packages that these files belong to, as `name@version`. */
export function packagesOf(files: readonly string[]): string[] {
  return directoriesOf(files)
    .map(manifestOf)
    .map(({ name, version }) => `${name}@${version}`);
}

function directoriesOf(files: readonly string[]): string[] {
  const directories = files.map((file) => PACKAGE.exec(file.replaceAll('\\', '/'))?.[1]);
  return [...new Set(directories.filter((directory) => directory !== undefined))].sort();
}

function manifestOf(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
}

function licenceText(directory: string): string {
  const { name, version, license } = manifestOf(directory);
  const texts = readdirSync(directory).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  if (license === undefined && texts.length === 0) throw new Error(`${name} names no licence`);
  const paragraphs = texts
    .filter((file) => existsSync(join(directory, file)))
    .map((file) => readFileSync(join(directory, file), 'utf8').trim());
  return `${[`${name} ${version} (${license ?? 'see below'})`, ...paragraphs].join('\n\n')}\n`;
}
