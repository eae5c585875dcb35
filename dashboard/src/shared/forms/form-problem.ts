import { Problem } from '../api/problem.ts';

/** What the server says about one setting. */
export interface FieldProblem {
  /** `ssl.verify`; undefined: about the whole. */
  readonly path: string | undefined;
  readonly reason: string;
  /** What is probably meant, of a name that does not exist. */
  readonly meant: string | undefined;
}

/** Reads a refusal of settings. @returns undefined for what is none */
export function fieldProblemOf(
  problem: Error | null | undefined,
  language: 'en' | 'zh',
): FieldProblem | undefined {
  if (!(problem instanceof Problem) || problem.status !== 400 || problem.code === 'TEST_FAILED')
    return undefined;
  const { message_zh: zh } = (problem.body ?? {}) as { message_zh?: unknown };
  const said = language === 'zh' && typeof zh === 'string' ? zh : problem.message;
  try {
    const found = JSON.parse(said) as Record<string, unknown>;
    const { path, reason, explanation, did_you_mean: meant, unknown } = found;
    return {
      path: path === 'root' && typeof unknown === 'string' ? unknown : textOf(path),
      reason: textOf(explanation) ?? textOf(reason) ?? problem.message,
      meant: textOf(meant),
    };
  } catch {
    return { path: undefined, reason: said, meant: undefined };
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
