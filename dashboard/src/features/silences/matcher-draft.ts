import type { Matchers } from './silence-queries.ts';

/** Matchers as a form has them: everything is a text or a list. */
export interface MatcherDraft {
  readonly rule: readonly string[];
  readonly monitor: readonly string[];
  readonly key: readonly string[];
  readonly keyRe: string;
  readonly severity: readonly string[];
  /** `site=hz-*`, a line each. */
  readonly labels: string;
  readonly group: readonly string[];
}

export const emptyMatchers: MatcherDraft = {
  rule: [],
  monitor: [],
  key: [],
  keyRe: '',
  severity: [],
  labels: '',
  group: [],
};

export function draftOf(matchers: Matchers): MatcherDraft {
  const list = (value: string | readonly string[] | undefined) => (value === undefined ? [] : [value].flat());
  return {
    rule: list(matchers.rule),
    monitor: list(matchers.monitor),
    key: list(matchers.key),
    keyRe: matchers.key_re ?? '',
    severity: list(matchers.severity),
    labels: Object.entries(matchers.labels ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
    group: list(matchers.group),
  };
}

/** Undefined while nothing is said. */
export function matchersOf(draft: MatcherDraft): Matchers | undefined {
  const lines = linesOf(draft.labels);
  const matchers = {
    ...some('rule', draft.rule),
    ...some('monitor', draft.monitor),
    ...some('key', draft.key),
    ...(draft.keyRe !== '' && { key_re: draft.keyRe }),
    ...some('severity', draft.severity),
    ...(lines.length > 0 && {
      labels: Object.fromEntries(
        lines.map((line) => [
          line.slice(0, line.indexOf('=')).trim(),
          line.slice(line.indexOf('=') + 1).trim(),
        ]),
      ),
    }),
    ...some('group', draft.group),
  };
  return Object.keys(matchers).length === 0 ? undefined : (matchers as Matchers);
}

/** The first line of the labels that is none. */
export function wrongLabelIn({ labels }: MatcherDraft): string | undefined {
  return linesOf(labels).find((line) => line.indexOf('=') < 1);
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** One value is written as it is, so that the file that comes of it is short. */
function some(name: string, values: readonly string[]): object {
  return values.length === 0 ? {} : { [name]: values.length === 1 ? values[0] : values };
}
