import { Problem } from '../api/problem.ts';
import { formTexts } from './form.texts.ts';
import { validationWords } from './validation-words.ts';

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
      reason:
        explained(textOf(explanation), language) ?? wordsOf(textOf(reason), language) ?? problem.message,
      meant: textOf(meant),
    };
  } catch {
    return { path: undefined, reason: said, meant: undefined };
  }
}

function explained(explanation: string | undefined, language: 'en' | 'zh'): string | undefined {
  return explanation === undefined ? undefined : validationWords(explanation, language);
}

/** Some reasons are a code of EMQX. */
function wordsOf(reason: string | undefined, language: 'en' | 'zh'): string | undefined {
  if (reason === 'required_field') return formTexts[language].required;
  return reason === 'unknown_fields' ? formTexts[language].unknown : reason;
}

/** What a refusal says, as a sentence: its message may be JSON, which is for programs. */
export function problemSentence(problem: Error, language: 'en' | 'zh'): string {
  const found = fieldProblemOf(problem, language);
  if (found === undefined) {
    const { message_zh: zh } = ((problem as Partial<Problem>).body ?? {}) as { message_zh?: unknown };
    return (language === 'zh' ? textOf(zh) : undefined) ?? problem.message;
  }
  const { path, reason, meant } = found;
  const sentence = meant === undefined ? reason : `${reason} (${meant}?)`;
  return path === undefined ? sentence : `${formTexts[language].elsewhere(path)} ${sentence}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
