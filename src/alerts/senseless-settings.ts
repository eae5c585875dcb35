import { parseDuration } from '../lib/duration.ts';

interface Durations {
  readonly threshold?: { readonly within: string | number } | undefined;
  readonly absence?: { readonly after: string | number } | undefined;
  readonly resolve_on?: unknown;
  readonly flapping?: false | { readonly within: string | number } | undefined;
  readonly repeat?: string | number | undefined;
  readonly escalate?: { readonly after: string | number } | undefined;
}

interface Mistake {
  readonly path: readonly string[];
  readonly message: string;
}

/** What is readable by itself and makes no alert that anybody could want. */
export function senselessIn(settings: Durations): Mistake[] {
  const { threshold, absence, resolve_on: resolveOn, flapping, repeat, escalate } = settings;
  const mistakes: Mistake[] = [];
  const refuse = (path: readonly string[], message: string): void => {
    mistakes.push({ path, message });
  };
  if (absence && threshold)
    refuse(
      ['absence'],
      'rows that come and rows that stay away are two alerts: leave out absence or threshold',
    );
  if (isNothing(threshold?.within)) refuse(['threshold', 'within'], 'must be longer than 0, such as 1m');
  if (isNothing(absence?.after)) refuse(['absence', 'after'], 'must be longer than 0, such as 10m');
  if (isNothing(afterOf(resolveOn)))
    refuse(['resolve_on', 'after'], 'the alert would end when it begins: write a time such as 10m');
  if (flapping && isNothing(flapping.within))
    refuse(['flapping', 'within'], 'must be longer than 0, such as 10m; false switches it off');
  if (isTooOften(repeat)) refuse(['repeat'], TOO_OFTEN);
  if (isNothing(escalate?.after))
    refuse(['escalate', 'after'], 'must be longer than 0; who is to know at once stands in notify');
  return mistakes;
}

function afterOf(resolveOn: unknown): string | number | undefined {
  if (typeof resolveOn !== 'object' || resolveOn === null || !('after' in resolveOn)) return undefined;
  return resolveOn.after as string | number;
}

/** What people are reminded with: shorter, it would be a flood, also in channels without a limit. */
export function isTooOften(repeat: string | number | undefined): boolean {
  return repeat !== undefined && (parseDuration(repeat) ?? 0) < 1000;
}

export const TOO_OFTEN = 'people would be told without end: write a time from 1s, such as 30m';

function isNothing(duration: string | number | undefined): boolean {
  return duration !== undefined && parseDuration(duration) === 0;
}
