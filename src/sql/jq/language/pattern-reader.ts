import type { Node, Pattern } from './ast.ts';
import type { TokenCursor } from './token-cursor.ts';

/** How expressions within patterns are read. */
interface Expressions {
  pipe(): Node;
  /** The plain key of an object. */
  key(): Node;
}

/** `as` and what follows it: patterns, with `?//` between those that are tried in turn. */
export function readPatterns(cursor: TokenCursor, expressions: Expressions): Pattern[] {
  cursor.keyword('as');
  const patterns = [pattern(cursor, expressions)];
  while (cursor.takeSign('?//')) patterns.push(pattern(cursor, expressions));
  return patterns;
}

function pattern(cursor: TokenCursor, expressions: Expressions): Pattern {
  const token = cursor.peek();
  if (token.kind === 'variable') {
    cursor.advance();
    return { kind: 'variable', name: token.text };
  }
  if (cursor.takeSign('[')) {
    const items = [pattern(cursor, expressions)];
    while (cursor.takeSign(',')) items.push(pattern(cursor, expressions));
    cursor.sign(']');
    return { kind: 'array', items };
  }
  cursor.sign('{');
  const entries = [entry(cursor, expressions)];
  while (cursor.takeSign(',')) entries.push(entry(cursor, expressions));
  cursor.sign('}');
  return { kind: 'object', entries };
}

function entry(
  cursor: TokenCursor,
  expressions: Expressions,
): { key: Node; variable?: string; value?: Pattern } {
  const token = cursor.peek();
  if (token.kind === 'variable') {
    cursor.advance();
    const key: Node = { kind: 'literal', value: token.text };
    return cursor.takeSign(':')
      ? { key, variable: token.text, value: pattern(cursor, expressions) }
      : { key, variable: token.text };
  }
  let key: Node;
  if (cursor.takeSign('(')) {
    key = expressions.pipe();
    cursor.sign(')');
  } else {
    key = expressions.key();
  }
  cursor.sign(':');
  return { key, value: pattern(cursor, expressions) };
}
