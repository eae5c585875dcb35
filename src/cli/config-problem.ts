import type { Takes } from '../config/config-fields.ts';
import { formatByteSize } from '../lib/byte-size.ts';
import { formatDuration } from '../lib/duration.ts';
import type { CommandLineTexts } from '../texts/command-line.ts';

/** Where a value was written. */
export type Source =
  /** Both count from 1; no column where the line as a whole is meant. `picture`: the line with carets, where it may be shown. */
  | {
      readonly kind: 'file';
      readonly file: string;
      readonly line: number;
      readonly column?: number;
      readonly picture?: string;
    }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'flag'; readonly flag: string };

/** One thing that is wrong with the configuration. */
export type ConfigProblem =
  | {
      readonly kind: 'unknown';
      readonly source: Source;
      readonly path: string;
      readonly suggestion: string | undefined;
    }
  /** `given` is absent where it must not be shown. */
  | {
      readonly kind: 'value';
      readonly source: Source;
      readonly path: string;
      readonly takes: Takes;
      readonly given?: string;
    }
  /** Something inside a list; `reason` comes from the schema of its items. */
  | { readonly kind: 'item'; readonly source: Source; readonly path: string; readonly reason: string }
  /** `reason` is the YAML parser's own. */
  | { readonly kind: 'syntax'; readonly source: Source; readonly reason: string }
  | { readonly kind: 'alias'; readonly source: Source }
  | { readonly kind: 'notAMap'; readonly source: Source }
  /** A `--set` without `=`. */
  | { readonly kind: 'noValue'; readonly source: Source }
  /** `reason` is the operating system's code, such as ENOENT. */
  | {
      readonly kind: 'unreadable';
      readonly source: Source | undefined;
      readonly file: string;
      readonly reason: string;
    }
  | { readonly kind: 'emptyFile'; readonly source: Source; readonly file: string }
  | { readonly kind: 'bootstrapKey'; readonly source: Source; readonly fault: BootstrapKeyFault };

export type BootstrapKeyFault =
  | { readonly kind: 'shape' | 'spaces' | 'doubled' }
  | { readonly kind: 'role'; readonly role: string; readonly suggestion: string | undefined };

/** The configuration was refused; `problems` holds everything that is wrong with it, not just the first. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(
      `the configuration has ${problems.length} problem(s): ${problems.map(({ kind }) => kind).join(', ')}`,
    );
    this.problems = problems.toSorted(byPlace);
  }
}

/** Those of the file in its order, before what stands over it. */
function byPlace({ source: a }: ConfigProblem, { source: b }: ConfigProblem): number {
  if (a?.kind !== 'file' || b?.kind !== 'file')
    return Number(b?.kind === 'file') - Number(a?.kind === 'file');
  return a.line - b.line || (a.column ?? 0) - (b.column ?? 0);
}

/** The problem as people read it: the sentence, and below it the line of the file with carets under what is meant. */
export function problemLines(problem: ConfigProblem, texts: CommandLineTexts): string[] {
  const { source } = problem;
  const picture = source?.kind === 'file' ? source.picture : undefined;
  // A tab is as wide as the reader's terminal wants; here both lines have to agree.
  return [problemText(problem, texts), ...(picture?.replaceAll('\t', '  ').split('\n') ?? [])];
}

/** The problem as one sentence, which begins with the place. */
export function problemText(problem: ConfigProblem, texts: CommandLineTexts): string {
  const place = problem.source === undefined ? '' : `${texts.source(problem.source)}: `;
  return place + reasonText(problem, texts.problems);
}

function reasonText(problem: ConfigProblem, texts: CommandLineTexts['problems']): string {
  switch (problem.kind) {
    case 'unknown':
      return texts.unknown(problem);
    case 'value':
      return texts.value(problem.path, takesText(problem.takes, texts), problem.given);
    case 'item':
      return texts.item(problem.path, problem.reason);
    case 'syntax':
      return texts.syntax(problem.reason);
    case 'alias':
      return texts.alias;
    case 'notAMap':
      return texts.notAMap;
    case 'noValue':
      return texts.noValue;
    case 'unreadable':
      return texts.unreadable(problem.file, problem.reason);
    case 'emptyFile':
      return texts.emptyFile(problem.file);
    case 'bootstrapKey':
      return problem.fault.kind === 'role'
        ? texts.bootstrapKey.role(problem.fault)
        : texts.bootstrapKey[problem.fault.kind];
  }
}

function takesText(takes: Takes, texts: CommandLineTexts['problems']): string {
  const { takes: phrases } = texts;
  switch (takes.kind) {
    case 'integer':
      return phrases.integer(takes.min, takes.max);
    case 'number':
      return phrases.number(takes.min, takes.max);
    case 'duration':
      return phrases.duration(formatDuration(takes.min), formatDuration(takes.max));
    case 'size':
      return phrases.size(formatByteSize(takes.min), formatByteSize(takes.max));
    case 'choice':
      return phrases.choice(takes.of.map(String));
    default:
      return phrases[takes.kind];
  }
}

/** ENOENT and its like, by which the operating system says why a file cannot be read. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
