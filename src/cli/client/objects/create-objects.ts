import { writtenObjects } from '../../../texts/written-objects.ts';
import { readGiven } from '../../given-file.ts';
import { type ClientRun, type CommonOptions, UsageError } from '../client-run.ts';
import type { ObjectKind } from './object-kind.ts';
import { settingOf, withSetting } from './settings-of-words.ts';
import { readWritten } from './written-objects.ts';

type Item = Readonly<Record<string, unknown>>;

export interface CreateOptions extends CommonOptions {
  readonly file?: string | undefined;
  readonly set?: readonly string[] | undefined;
}

export interface CreateRuleOptions extends CreateOptions {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly sql?: string | undefined;
  readonly action?: readonly string[] | undefined;
  readonly disabled?: boolean | undefined;
}

/** With `--file` all that it has, each with what the options say over it. */
export async function createRules(
  run: ClientRun,
  id: string | undefined,
  options: CreateRuleOptions,
  kind: ObjectKind,
): Promise<number> {
  const { file, name, description, sql, action, disabled } = options;
  if (file === undefined && sql === undefined)
    throw new UsageError(writtenObjects[run.language].createRuleWhat);
  const given = {
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(sql !== undefined && { sql: sql === '-' ? readGiven('-').toString().trimEnd() : sql }),
    ...(action !== undefined && { actions: action }),
    ...(disabled && { enable: false }),
  };
  return create(run, kind, options, given);
}

/** @param id `type:name` */
export async function createTyped(
  run: ClientRun,
  id: string | undefined,
  options: CreateOptions,
  kind: ObjectKind,
): Promise<number> {
  const texts = writtenObjects[run.language];
  if (id === undefined && options.file === undefined) throw new UsageError(texts.createWhat);
  const [, type, name] = /^([^:]+):(.+)$/s.exec(id ?? '') ?? [];
  if (id !== undefined && name === undefined) throw new UsageError(texts.badId(id));
  return create(run, kind, options, id === undefined ? {} : { type, name });
}

async function create(
  run: ClientRun,
  kind: ObjectKind,
  { file, set = [] }: CreateOptions,
  given: Item,
): Promise<number> {
  const { language, api, print } = run;
  const texts = writtenObjects[language];
  const written = file === undefined ? [{}] : await readWritten(file, kind.kind, language);
  // Of several, one name cannot be meant.
  if (written.length > 1 && (given.id ?? given.name) !== undefined)
    throw new UsageError(texts.several(file ?? '', written.length));
  for (const item of written) {
    const body = set.reduce<Item>(
      (before, word) => {
        const setting = settingOf(word);
        if (!setting) throw new UsageError(texts.badSet(word));
        return withSetting(before, setting);
      },
      { ...item, ...given },
    );
    const created = await api.post<Item>(kind.path, body);
    const id = kind.idOf(created);
    print.done({ answer: created, names: [id], sentence: texts.created(id) });
    sayWarnings(run, created);
  }
  return 0;
}

/** What is probably not meant, in the language of the call. */
export function sayWarnings({ error, language }: ClientRun, { warnings = [] }: Item): void {
  for (const { message, message_zh } of warnings as readonly { message: string; message_zh?: string }[])
    error(language === 'zh' ? (message_zh ?? message) : message);
}
