import { type RuleFileMessages, ruleFileMessages } from '../../texts/rule-files.ts';

export type Language = 'en' | 'zh';

/** Something about a file of rules, and where: lines and columns count from 1; both are 0 for the file as a whole. */
export interface FileFinding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line and a caret below the place; empty when there is none to show. */
  readonly picture: string;
  /** The sentence, without the place. */
  say(language: Language): string;
}

type WithParameter = {
  [Code in keyof RuleFileMessages]: RuleFileMessages[Code] extends (parameter: infer Parameter) => string
    ? { readonly code: Code } & (unknown extends Parameter ? unknown : Parameter)
    : never;
}[keyof RuleFileMessages];

/** A message of the catalogue with what it speaks about. */
export type FileText = WithParameter;

export function sayOfFile(language: Language, text: FileText): string {
  const say = ruleFileMessages[language][text.code] as (parameter: FileText) => string;
  return say(text);
}

/** `rules/offline.yaml:3:8`, or the file alone. */
export function placeOf({ file, line, column }: Pick<FileFinding, 'file' | 'line' | 'column'>): string {
  return line === 0 ? file : `${file}:${line}:${column}`;
}

/** `rules/offline.yaml:3:8: …`, the line and a caret. */
export function problemLines(problem: FileFinding, language: Language): string[] {
  const head = `${placeOf(problem)}: ${problem.say(language)}`;
  return problem.picture === '' ? [head] : [head, ...problem.picture.split('\n')];
}

/** Files of rules cannot be used; `problems` holds everything that is wrong, not just the first. */
export class RuleFileError extends Error {
  override readonly name = 'RuleFileError';
  readonly problems: readonly FileFinding[];

  constructor(problems: readonly FileFinding[]) {
    super(problems.flatMap((problem) => problemLines(problem, 'en')).join('\n'));
    this.problems = problems;
  }

  /** What people read, without the first sentence. */
  lines(language: Language): string[] {
    return this.problems.flatMap((problem) => problemLines(problem, language));
  }
}
