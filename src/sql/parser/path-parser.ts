import type { Alias, AliasStep, Expression, Step } from '../ast.ts';
import { LONGEST_PATH } from '../limits.ts';
import { SqlError } from '../sql-error.ts';
import type { Token } from './lexer.ts';
import type { TokenStream } from './token-stream.ts';

/** Steps : { "." part | "[" index "]" } */
export function parseSteps(stream: TokenStream, parseIndex: () => Expression): Step[] {
  return manySteps(stream, () => {
    if (stream.take('sign', '.')) return parseKey(stream);
    stream.advance();
    const step = parseSlice(stream) ?? { kind: 'index', index: parseIndex() };
    stream.expect('sign', ']');
    return step;
  });
}

function manySteps<AnyStep>(stream: TokenStream, parseStep: () => AnyStep): AnyStep[] {
  const steps: AnyStep[] = [];
  while (stream.is('sign', '.') || stream.is('sign', '[')) {
    if (steps.length === LONGEST_PATH) {
      throw new SqlError({ code: 'pathTooLong', limit: LONGEST_PATH }, stream.current.span);
    }
    steps.push(parseStep());
  }
  return steps;
}

/** part : NAME | INTEGER | '…' | "…"; a keyword cannot be meant as one after a point. */
function parseKey(stream: TokenStream): Step & AliasStep & { kind: 'key' } {
  const token = stream.current;
  switch (token.kind) {
    case 'name':
    case 'text':
    case 'quoted':
      return { kind: 'key', name: stream.advance().text };
    case 'keyword':
      // Only the upper-case form is kept of a keyword, and a key's case matters: the quotes keep it.
      throw stream.unexpected('name', { code: 'writeInstead', text: `'${token.text.toLowerCase()}'` });
    case 'number':
      if (isIntegerToken(token)) return { kind: 'key', name: stream.advance().text };
      throw new SqlError({ code: 'numberInPath', number: token.text }, token.span, {
        code: 'writeInstead',
        text: token.text.replace(/\d+/g, "'$&'"),
      });
    default:
      throw stream.unexpected('name');
  }
}

/** INTEGER ".." INTEGER, counted from 1, or from the end when negative. */
function parseSlice(stream: TokenStream): Step | undefined {
  const length = stream.is('sign', '-') ? 2 : 1;
  if (stream.peek(length - 1).kind !== 'number' || !stream.is('sign', '..', length)) return undefined;
  const bounds: number[] = [];
  do {
    const { span } = stream.current;
    const bound = parseInteger(stream);
    if (bound === 0) throw new SqlError({ code: 'zeroBound' }, stream.spanSince(span));
    bounds.push(bound);
  } while (stream.take('sign', '..'));
  const [from, to] = bounds;
  if (bounds.length !== 2 || from === undefined || to === undefined) throw stream.unexpected(']');
  return { kind: 'slice', from, to };
}

/** ["-"] INTEGER; -0 stays -0, which an alias tells from 0. */
export function parseInteger(stream: TokenStream): number {
  const sign = stream.take('sign', '-') ? -1 : 1;
  const token = stream.current;
  if (!isIntegerToken(token)) throw stream.unexpected('integer');
  const integer = Number(token.text);
  if (!Number.isSafeInteger(integer)) throw new SqlError({ code: 'numberTooLarge' }, token.span);
  stream.advance();
  return sign * integer;
}

export function isIntegerToken({ kind, text }: Token): boolean {
  return kind === 'number' && !text.includes('.');
}

/** Alias : [AS] ( NAME | "…" ) { "." part | "[" INTEGER "]" } */
export function parseAlias(stream: TokenStream): Alias | undefined {
  const required = stream.take('keyword', 'AS');
  const { current } = stream;
  if (required && current.kind === 'text') {
    throw new SqlError({ code: 'aliasInSingleQuotes', alias: current.text }, current.span, {
      code: 'writeInstead',
      text: `"${current.text}"`,
    });
  }
  if (current.kind !== 'name' && current.kind !== 'quoted') {
    if (required) throw stream.unexpected('alias');
    return undefined;
  }
  const root: AliasStep = { kind: 'key', name: stream.advance().text };
  const steps = manySteps(stream, () => {
    if (stream.take('sign', '.')) return parseKey(stream);
    stream.advance();
    const step: AliasStep = { kind: 'index', at: parseInteger(stream) };
    stream.expect('sign', ']');
    return step;
  });
  return { steps: [root, ...steps], span: stream.spanSince(current.span) };
}
