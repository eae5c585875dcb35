import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, matchesGlob, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import { ApiError } from '../api/api-error.ts';
import type { BackupItem } from '../api/backup/backup-item.ts';
import { KIND_SCHEMAS } from '../api/backup/kind-schemas.ts';
import { channelTypes } from '../delivery/door.ts';
import { holdsReference } from '../lib/secrets/references.ts';
import { mapTexts, maskMember } from '../lib/secrets.ts';
import type { FilePlaces } from './found-files.ts';
import { isFolder } from './found-files.ts';

/** What is written for an object. */
export interface Adoption {
  /** What messages call the file. */
  readonly file: string;
  /** The object as it stands there, with references in the place of its secrets. */
  readonly item: BackupItem;
  /** Where they lie now. */
  readonly secrets: readonly string[];
  /** Takes back what was written. */
  undo(): void;
}

/** Next to the file, and passed over when files of objects are looked for. */
const SECRETS = '.secrets';

const SCHEMA_LINE = '# yaml-language-server: $schema=';

interface Wanted {
  readonly kind: string;
  readonly id: string;
  readonly item: BackupItem;
  /** Below the base. */
  readonly file: string | undefined;
  /** Of the schema, for editors. */
  readonly schema: string;
}

/** Writes an object into a new file, and its secrets into files of their own. @throws ApiError 400, 409 */
export function writeAdopted(places: FilePlaces, { kind, id, item, file, schema }: Wanted): Adoption {
  if (!(kind in KIND_SCHEMAS)) throw new ApiError(400, 'BAD_REQUEST', `${kind} cannot lie in files`);
  if (kind === 'users' || kind === 'mqtt_users')
    throw new ApiError(
      400,
      'BAD_REQUEST',
      `what is kept of a password cannot be written into a file: delete ${kind}/${id}, and write it with a password = \${file:…}`,
    );
  const name = `${kind}-${id}`.replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  const path = file === undefined ? placeFor(places, kind, item, `${name}.yaml`) : checked(places, file);
  const secrets: string[] = [];
  const values = new Map<string, string>();
  const folder = join(dirname(path), SECRETS);
  const shown = mapTexts(item, (text, at) => {
    if (holdsReference(text) || maskMember(text, at) === text) return text;
    if (kind !== 'connectors')
      throw new ApiError(
        400,
        'BAD_REQUEST',
        `${at.join('.')} of ${kind}/${id} is a secret, and references to files are understood in connectors only: put it there first`,
      );
    const secret = resolve(folder, `${name}.${at.join('.')}`.replaceAll(/[^A-Za-z0-9._-]+/g, '-'));
    values.set(secret, text);
    secrets.push(at.join('.'));
    return `\${file:${secret}}`;
  }) as BackupItem;
  const written: string[] = [];
  const undo = (): void => {
    for (const one of written) rmSync(one, { force: true });
  };
  try {
    mkdirSync(dirname(path), { recursive: true });
    if (values.size > 0) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, '.gitignore'), '*\n');
    }
    for (const [secret, text] of values) {
      writeFileSync(secret, `${text}\n`, { mode: 0o600, flag: 'wx' });
      written.push(secret);
    }
    writeFileSync(path, textOf(kind, shown, schema), { flag: 'wx' });
    written.push(path);
  } catch (error) {
    undo();
    const { code, path: at } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const sentence =
      code === 'EEXIST'
        ? `${at} is there already: name another file`
        : `${at} cannot be written (${code}): let the broker write there, or name another file`;
    throw new ApiError(409, 'CONFLICT', sentence);
  }
  return { file: path, item: shown, secrets, undo };
}

function textOf(kind: string, item: BackupItem, schema: string): string {
  const content = kind === 'rules' ? item : { [memberOf(kind, item)]: isSingle(kind) ? item : [item] };
  return `${SCHEMA_LINE}${schema}\n${stringify(content, { lineWidth: 120 })}`;
}

const isSingle = (kind: string): boolean => kind === 'alert_settings' || kind === 'access_rules_for_all';

function memberOf(kind: string, { type }: BackupItem): string {
  return kind === 'connectors' && channelTypes().includes(String(type)) ? 'channels' : kind;
}

/** In the folder whose name fits best, of those that are looked into. @throws ApiError 400 */
function placeFor(places: FilePlaces, kind: string, item: BackupItem, name: string): string {
  const folders = places.patterns.map((pattern) => {
    const whole = resolve(places.base, pattern);
    if (isFolder(whole)) return whole;
    const steps = whole.split('/');
    const wild = steps.findIndex((step) => /[*?[{]/.test(step));
    return wild < 0 ? dirname(whole) : steps.slice(0, wild).join('/');
  });
  const all = [...folders, ...places.named.map((path) => resolve(path))].filter((folder) =>
    isIncluded(places, join(folder, name)),
  );
  const words = [memberOf(kind, item), kind];
  const best = all.find((folder) => words.some((word) => folder.endsWith(`/${word}`))) ?? all[0];
  if (best === undefined)
    throw new ApiError(400, 'BAD_REQUEST', `no folder of include takes ${name}: name a file that it takes`);
  return called(places, join(best, name));
}

/** @throws ApiError 400 */
function checked(places: FilePlaces, file: string): string {
  const path = resolve(places.base, file);
  if (/\.ya?ml$/.test(path) && !path.endsWith('.test.yaml') && isIncluded(places, path))
    return called(places, path);
  throw new ApiError(
    400,
    'BAD_REQUEST',
    `${file} is not among the files that include names: choose one that ${[...places.patterns, ...places.named].join(', ')} takes`,
  );
}

function isIncluded({ base, patterns, named }: FilePlaces, path: string): boolean {
  const below = (folder: string): boolean =>
    isFolder(folder) && path.startsWith(`${folder}/`) && !relative(folder, path).includes('/.');
  return (
    named.some((place) => below(resolve(place))) ||
    patterns.some((pattern) => {
      const whole = resolve(base, pattern);
      return below(whole) || matchesGlob(path, whole);
    })
  );
}

/** As messages call it: from where the configuration is, if it was named so. */
function called({ base, named }: FilePlaces, path: string): string {
  const folder = named.find((place) => path.startsWith(`${resolve(place)}/`));
  if (folder !== undefined) return join(folder, relative(resolve(folder), path));
  return join(base, relative(resolve(base), path));
}
