import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import { maskedForAudit } from '../../../api/audit/audit-masking.ts';
import type { AuditChange } from '../../../api/audit/audit-record.ts';
import { changesBetween } from '../../../api/audit/object-changes.ts';
import { type WrittenObjectTexts, writtenObjects } from '../../../texts/written-objects.ts';
import type { CommandLineContext } from '../../command-line.ts';
import { ClientError } from '../client-error.ts';
import { type ClientRun, type CommonOptions, UsageError } from '../client-run.ts';
import { sayWarnings } from './create-objects.ts';
import { EditedText, editorOf } from './editor.ts';
import { changeLines } from './object-commands.ts';
import { type ObjectKind, pathOfObject } from './object-kind.ts';
import { settingOf, withSetting } from './settings-of-words.ts';
import { oneWritten, parsedYaml } from './written-objects.ts';

type Item = Readonly<Record<string, unknown>>;

export interface EditOptions extends CommonOptions {
  readonly file?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

interface Edit {
  readonly run: ClientRun;
  readonly texts: WrittenObjectTexts;
  readonly context: CommandLineContext;
  readonly kind: ObjectKind;
  readonly id: string;
  readonly options: EditOptions;
  /** As it was when the edit began. */
  readonly before: Item;
}

const MASK = '******';
const FAILED = 1;
const FOUND_DIFFERENCES = 5;

/** Changes one object. Exit code 5 when a dry run finds differences. */
export async function editObject(
  run: ClientRun,
  context: CommandLineContext,
  kind: ObjectKind,
  id: string,
  options: EditOptions,
): Promise<number> {
  const texts = writtenObjects[run.language];
  const answer = await run.api.get<Item>(pathOfObject(kind, id));
  if (typeof answer.file === 'string') {
    run.error(texts.fromFile(id, answer.file));
    return FAILED;
  }
  const edit: Edit = { run, texts, context, kind, id, options, before: kind.written(answer) };
  const { file, set } = options;
  if (file === undefined && set === undefined) return inEditor(edit);
  const base =
    file === undefined ? edit.before : named(edit, await oneWritten(file, kind.kind, run.language));
  const after = (set ?? []).reduce<Item>((item, word) => {
    const setting = settingOf(word);
    if (!setting) throw new UsageError(texts.badSet(word));
    return withSetting(item, setting);
  }, base);
  return (await put(edit, after)) ?? FAILED;
}

/** Until it is put back, or given up; then the text stays in its file. */
async function inEditor(edit: Edit): Promise<number> {
  const { run, texts, context, kind, id, before } = edit;
  const editor = editorOf(context.environment, run.ask !== undefined);
  if (editor === undefined) throw new UsageError(texts.noEditor);
  const what = `tocsin ${kind.noun} edit ${id}`;
  const head = texts.head(what).replaceAll(/^/gm, '# ');
  const given = `${head}\n${stringify(before, { lineWidth: 0 })}`;
  const text = new EditedText(`${kind.noun}-${id}`, given);
  let isKept = true;
  try {
    for (;;) {
      const how = await text.edit(editor);
      if (how !== undefined) {
        run.error(texts.editorFailed(editor, how));
        return FAILED;
      }
      try {
        const exitCode = await put(edit, named(edit, objectIn(edit, text)));
        isKept = exitCode === undefined;
        return exitCode ?? FAILED;
      } catch (failure) {
        const said = sentenceOf(failure, run);
        if (said === undefined) throw failure;
        run.error(said);
        if (!run.confirm || !(await run.confirm(texts.again))) return FAILED;
      }
    }
  } finally {
    if (isKept && text.text !== given) run.error(texts.kept(text.file, what));
    else text.remove();
  }
}

function objectIn({ run, texts, kind }: Edit, { text, file }: EditedText): Item {
  const value = parsedYaml(text, file, run.language);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Item;
  throw new UsageError(texts.noObject(file, kind.kind));
}

/** What can be mended in the text; undefined: something else. */
function sentenceOf(failure: unknown, { texts }: ClientRun): string | undefined {
  if (failure instanceof UsageError) return failure.message;
  if (!(failure instanceof ClientError) || failure.failure.kind !== 'refused') return undefined;
  return texts.refused(failure.failure);
}

/** A text of another object is none of this one. A text may leave the id out. @throws UsageError */
function named({ kind, id, before, texts }: Edit, item: Item): Item {
  const whole: Item =
    kind.kind === 'rules' ? { id, ...item } : { type: before.type, name: before.name, ...item };
  if (kind.idOf(whole) !== kind.idOf(before)) throw new UsageError(texts.otherId(id));
  return kind.written(whole);
}

/** @returns undefined when it was not put back, which is said */
async function put(edit: Edit, after: Item): Promise<number | undefined> {
  const { run, texts, kind, id, before, options } = edit;
  const changes = shownChanges(edit, after);
  if (changes.length === 0) {
    run.print.done({ answer: before, names: [id], sentence: texts.unchanged(id) });
    return 0;
  }
  tellChanges(run, changes);
  if (options.dryRun) return FOUND_DIFFERENCES;
  if (!options.yes && run.confirm && !(await run.confirm(texts.sure(id)))) {
    run.error(texts.left(id));
    return undefined;
  }
  const now = kind.written(await run.api.get<Item>(pathOfObject(kind, id)));
  if (!isDeepStrictEqual(now, before)) {
    run.error(texts.changedMeanwhile(id));
    tellChanges(run, shownChanges(edit, now), run.error);
    return undefined;
  }
  const changed = await run.api.put<Item>(pathOfObject(kind, id), after);
  run.print.done({ answer: changed, names: [id], sentence: texts.edited(id) });
  sayWarnings(run, changed);
  return 0;
}

/** Without secrets: of one that is another one its place alone. */
function shownChanges({ before, kind }: Edit, after: Item): readonly AuditChange[] {
  const { changes } = changesBetween(maskedForAudit(before), maskedForAudit(after), kind.kind);
  return changesBetween(before, after, kind.kind).changes.map(
    ({ path }) => changes.find((one) => one.path === path) ?? { path, before: MASK, after: MASK },
  );
}

function tellChanges(
  run: ClientRun,
  changes: readonly AuditChange[],
  tell: (line: string) => void = (line) => (run.print.isForPeople ? run.out(`${line}\n`) : run.error(line)),
): void {
  for (const line of changeLines(changes)) tell(line);
}
