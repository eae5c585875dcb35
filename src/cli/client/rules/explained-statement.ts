import type { RuleExplanation } from '../../../api/contract.ts';
import { printable } from '../../../lib/human-log.ts';
import type { RuleCommandTexts } from '../../../texts/rule-commands.ts';

/** A part of the statement, as the API has it. */
interface Operand {
  readonly text: string;
  readonly type?: string;
  readonly value?: unknown;
  readonly error?: string;
  readonly not_evaluated?: true;
  readonly name?: string;
  readonly parts?: readonly Operand[];
}

interface Term extends Operand {
  readonly kind: 'and' | 'or' | 'not' | 'comparison' | 'in' | 'value';
  readonly verdict: keyof typeof SIGNS;
  readonly terms?: readonly Term[];
  readonly left?: Operand;
  readonly right?: Operand;
  readonly subject?: Operand;
}

const SIGNS = { true: '✓', false: '✗', error: '!', not_evaluated: '·', not_boolean: '?' } as const;

const LONGEST_VALUE = 200;

/** What each part of a statement came to, a line each, and what would be sent. */
export function linesOfStatement(explanation: RuleExplanation, texts: RuleCommandTexts): string[] {
  const { event, from = [], select = [], foreach, outputs = [], rows = [], row_count = 0 } = explanation;
  const where = explanation.where as Term | undefined;
  const part = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
  const incase = (foreach?.incase ?? []) as Term[];
  return [
    ...part('FROM', event ? from.map((one) => fromLine(one, texts)) : []),
    ...part(
      foreach ? 'FOREACH' : 'SELECT',
      (select as Operand[]).map((one) => valueLine(one, texts)),
    ),
    ...part('WHERE', where ? termLines(where, texts) : []),
    ...part(
      'INCASE',
      incase.flatMap((term) => termLines(term, texts)),
    ),
    ...part(texts.rows(row_count), rows.map(shortValue)),
    ...part(
      texts.outputs,
      outputs.map((output) => outputLine(output, texts)),
    ),
  ];
}

function fromLine(
  { topic, matched, reason }: NonNullable<RuleExplanation['from']>[number],
  texts: RuleCommandTexts,
): string {
  const said = reason ?? (matched ? texts.hears : texts.hearsNot);
  return `${SIGNS[matched ? 'true' : 'false']} ${printable(topic)}  ${printable(said)}`;
}

function valueLine(
  { text, type, value, error, not_evaluated, name }: Operand,
  texts: RuleCommandTexts,
): string {
  const as = name === undefined || text.endsWith(` ${name}`) || name === text ? '' : ` → ${name}`;
  const head = printable(text.replaceAll(/\s+/g, ' ') + as);
  if (text === '*') return `${head}  ${texts.allColumns}`;
  if (error !== undefined) return `${head}  ! ${printable(error)}`;
  if (not_evaluated) return `${head}  ${texts.notLookedAt}`;
  return `${head} = ${type === 'undefined' || value === undefined ? 'undefined' : shortValue(value)}`;
}

function termLines(term: Term, texts: RuleCommandTexts): string[] {
  const { kind, verdict, terms = [], left, right, subject, parts = [], error } = term;
  const isJoint = kind === 'and' || kind === 'or' || kind === 'not';
  const operands = [left, right, subject, ...parts].filter((one) => one !== undefined && !isConstant(one));
  const said =
    error ??
    (verdict === 'not_evaluated' ? texts.notLookedAt : verdict === 'not_boolean' ? texts.notBoolean : '');
  const values =
    terms.length > 0 || verdict === 'not_evaluated'
      ? ''
      : operands.map((operand) => valueLine(operand as Operand, texts)).join(', ');
  const head = isJoint ? kind.toUpperCase() : printable(term.text.replaceAll(/\s+/g, ' '));
  const line = [`${SIGNS[verdict]} ${head}`, printable(said), values].filter((one) => one !== '').join('   ');
  return [line, ...terms.flatMap((inner) => termLines(inner, texts).map((one) => `  ${one}`))];
}

function isConstant({ text, value }: Operand): boolean {
  return text === `'${String(value)}'` || text === String(value);
}

function outputLine(
  { output, row, would_send, skipped, error, warnings }: NonNullable<RuleExplanation['outputs']>[number],
  texts: RuleCommandTexts,
): string {
  const reason = error ?? skipped?.reason;
  const said = [
    would_send ? texts.wouldSend : texts.wouldNotSend(reason),
    ...warnings.map((one) => one.message),
  ];
  return `${would_send ? '→' : '·'} ${printable(output)} (${texts.row(row)})  ${printable(said.join('; '))}`;
}

function shortValue(value: unknown): string {
  const text = printable(JSON.stringify(value) ?? 'undefined');
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
