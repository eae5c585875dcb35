import { judge as judgeStatus } from '../../http/http.ts';
import type { HttpAnswer } from '../../http/http-client.ts';
import type { Outcome } from '../../outcome.ts';
import { parseVerdict, toOutcome, unknown, withoutVerdict } from '../vendor-verdict.ts';

/** The old connectors' way to say no with a 200. */
const ERROR_IN_TEXT = /HTTP error (\d{3})/i;

/**
 * 202 and an empty body: the flow has begun, and whether it posts anything nobody is told. Old connectors say `1`, or 200
 * with the text of an error.
 */
export function judgeTeams(answer: HttpAnswer): Outcome {
  const { status, text } = answer;
  if (status < 200 || status >= 300) return withCode(judgeStatus(answer), answer);
  const inText = ERROR_IN_TEXT.exec(text)?.[1];
  if (inText !== undefined) {
    const outcome = judgeStatus({ ...answer, status: Number(inText) });
    return { ...outcome, ...(outcome.answer && { answer: { ...outcome.answer, status, code: inText } }) };
  }
  if (/^\s*</.test(text)) return withoutVerdict('Teams', answer);
  const isRefusal =
    parseVerdict(text)?.error !== undefined || /\b(?:error|failed|failure|too large)\b/i.test(text);
  if (isRefusal) return toOutcome('Teams', answer, { code: String(status), text }, unknown);
  return judgeStatus(answer);
}

/** Power Automate says what is wrong as `{"error":{"code":"WorkflowTriggerIsNotEnabled", …}}`. */
function withCode(outcome: Outcome, { text }: HttpAnswer): Outcome {
  const error = parseVerdict(text)?.error;
  if (typeof error !== 'object' || error === null || outcome.kind === 'delivered' || !outcome.answer)
    return outcome;
  const { code, message } = error as Record<string, unknown>;
  if (typeof code !== 'string') return outcome;
  const reason = `Teams ${code}: ${typeof message === 'string' ? message : outcome.reason}`;
  const answer = { ...outcome.answer, code };
  // A flow that is switched off, or whose address is an old one, takes nothing until somebody sees to it.
  const isConfig = outcome.kind === 'rejected' && /Workflow|Authoriz|Authentic|SAS|NotFound/i.test(code);
  return isConfig ? { ...outcome, cause: 'config', reason, answer } : { ...outcome, reason, answer };
}
