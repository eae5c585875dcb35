import { stringify } from 'yaml';
import { printable } from '../../../lib/human-log.ts';
import type { ObjectTexts } from '../../../texts/object-commands.ts';
import { progressTexts } from '../../../texts/progress.ts';
import type { CommandLineContext } from '../../command-line.ts';
import { namedPlaces, readLocalObjects } from '../../local-objects.ts';
import { whileWorking } from '../../output/progress.ts';
import { type ClientRun, type CommonOptions, UsageError } from '../client-run.ts';

export interface PlanOptions extends CommonOptions {
  readonly file?: readonly string[] | undefined;
  readonly prune?: boolean | undefined;
}

export interface ApplyOptions extends PlanOptions {
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

export interface AdoptOptions extends CommonOptions {
  readonly file?: string | undefined;
}

interface Change {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

interface PlanEntry {
  readonly kind: string;
  readonly id: string;
  readonly what: 'add' | 'change' | 'remove' | 'same' | 'conflict';
  readonly conflict?: string;
  readonly at?: string;
  readonly changes: readonly Change[];
}

interface Result {
  readonly kind: string;
  readonly id: string;
  readonly what: string;
  readonly reason?: string;
}

/** What a command reads besides what the broker says. */
interface LocalRun {
  readonly run: ClientRun;
  readonly texts: ObjectTexts;
  readonly context: CommandLineContext;
}

const FAILED = 1;
const FOUND_DIFFERENCES = 5;

/** Exit code 5 when something would change, 1 when the files cannot be used. */
export async function planObjects(local: LocalRun, options: PlanOptions): Promise<number> {
  const document = documentOf(local, options);
  if (document === undefined) return FAILED;
  const entries = await planned(local, document, options);
  return entries.some(({ what }) => what !== 'same') ? FOUND_DIFFERENCES : 0;
}

/** Exit code 1 when something could not be done, 5 when a dry run finds differences. */
export async function applyObjects(local: LocalRun, options: ApplyOptions): Promise<number> {
  const { run, texts } = local;
  const { dryRun, yes, prune = false } = options;
  const document = documentOf(local, options);
  if (document === undefined) return FAILED;
  const entries = await planned(local, document, options);
  const differs = entries.some(({ what }) => what !== 'same');
  if (dryRun) return differs ? FOUND_DIFFERENCES : 0;
  const isInTheWay = entries.some(({ what }) => what === 'conflict');
  if (!entries.some(({ what }) => what === 'add' || what === 'change' || what === 'remove'))
    return isInTheWay ? FAILED : 0;
  if (!yes && run.confirm && !(await run.confirm(texts.sure))) {
    run.error(texts.left);
    return FAILED;
  }
  const body = { document, prune };
  const work = run.api.post<{ readonly results: readonly Result[] }>('/backup/import', body);
  const { results } = await whileWorking(run.progress, progressTexts[run.language].working, work);
  const failed = results.filter(({ what }) => what === 'failed');
  for (const { kind, id, reason = '' } of failed) run.error(texts.failed(`${kind}/${id}`, reason));
  const sentence = texts.did(results.length - failed.length);
  if (run.output === 'json') run.out(`${JSON.stringify({ results })}\n`);
  else if (run.output === 'table' || run.output === 'wide') run.out(`${sentence}\n`);
  return failed.length > 0 || isInTheWay ? FAILED : 0;
}

export async function adoptObject(
  { run, texts }: Pick<LocalRun, 'run' | 'texts'>,
  name: string,
  { file }: AdoptOptions,
): Promise<number> {
  const slash = name.indexOf('/');
  if (slash <= 0) throw new UsageError(texts.badObject(name));
  const body = { kind: name.slice(0, slash), id: name.slice(slash + 1), ...(file !== undefined && { file }) };
  const adopted = await run.api.post<{ readonly file: string; readonly secrets: readonly string[] }>(
    '/object_files/adopt',
    body,
  );
  if (run.output === 'json') run.out(`${JSON.stringify(adopted)}\n`);
  else {
    run.out(`${texts.adopted(name, adopted.file)}\n`);
    if (adopted.secrets.length > 0) run.out(`${texts.adoptedSecrets(adopted.secrets.join(', '))}\n`);
  }
  return 0;
}

/** The files as one document; undefined when they cannot be used, which is said. */
function documentOf({ run, texts, context }: LocalRun, { file = ['.'] }: PlanOptions): string | undefined {
  const { objects, kinds, files, problems } = readLocalObjects(namedPlaces(file), context.environment);
  if (problems.length > 0) {
    run.error(texts.badFiles(problems.length));
    const { language } = context.texts;
    for (const { file: name, line, column, picture, say } of problems) {
      const place = line === 0 ? name : `${name}:${line}:${column}`;
      run.error([`  ${place}: ${say(language)}`, ...picture.split('\n').filter(Boolean)].join('\n  '));
    }
    return undefined;
  }
  if (files === 0) {
    run.error(texts.noFiles(file.join(', ')));
    return undefined;
  }
  const byKind = Map.groupBy(objects, ({ kind }) => kind);
  return JSON.stringify({
    tocsin_backup: 1,
    objects: Object.fromEntries(
      kinds.map((kind) => [kind, (byKind.get(kind) ?? []).map(({ item }) => item)]),
    ),
  });
}

async function planned(
  { run, texts }: LocalRun,
  document: string,
  { prune = false }: PlanOptions,
): Promise<readonly PlanEntry[]> {
  const plan = await run.api.post<{ readonly entries: readonly PlanEntry[] }>('/backup/plan', {
    document,
    prune,
  });
  const { entries } = plan;
  const shown = entries.filter(({ what }) => what !== 'same');
  if (run.output === 'json') run.out(`${JSON.stringify(plan)}\n`);
  else if (run.output === 'name') for (const { kind, id } of shown) run.out(`${kind}/${id}\n`);
  else if (run.output === 'yaml') run.out(stringify(plan));
  else if (run.output === 'tsv')
    for (const { what, kind, id, changes } of shown)
      run.out(`${[what, kind, printable(id), changes.map(({ path }) => path).join(' ')].join('\t')}\n`);
  else {
    for (const entry of shown) run.out(`${linesOf(entry, texts).map(printable).join('\n')}\n`);
    const count = (what: PlanEntry['what']) => entries.filter((entry) => entry.what === what).length;
    const counts = {
      add: count('add'),
      change: count('change'),
      remove: count('remove'),
      conflict: count('conflict'),
      same: count('same'),
    };
    run.out(`${shown.length === 0 ? texts.nothing(counts.same) : `\n${texts.summary(counts)}`}\n`);
  }
  return entries;
}

const SIGNS = { add: '+', change: '~', remove: '-', same: ' ', conflict: '!' } as const;

/** Lines of a diff: what it is about, and below it what of it changes. */
function linesOf({ what, kind, id, conflict = '', at, changes }: PlanEntry, texts: ObjectTexts): string[] {
  const head = `${SIGNS[what]} ${kind}/${id}`;
  if (what === 'conflict')
    return [`${head}  ${[texts.conflicts[conflict] ?? conflict, at].filter(Boolean).join(': ')}`];
  if (what !== 'change') return [head];
  return [head, ...changeLines(changes)];
}

/** What changes of an object: members that go, and members that come. */
export function changeLines(changes: readonly Change[]): string[] {
  return changes
    .flatMap(({ path, before, after }) => [
      ...(before === undefined ? [] : [`    - ${path}: ${textOf(before)}`]),
      ...(after === undefined ? [] : [`    + ${path}: ${textOf(after)}`]),
    ])
    .map(printable);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll(/\r?\n/g, '⏎') : JSON.stringify(value);
}
