import type { Node } from './ast.ts';
import type { TokenCursor } from './token-cursor.ts';

/** How expressions within objects are read. */
export interface Expressions {
  pipe(): Node;
  /** One that ends at a comma. */
  alternative(): Node;
  text(format: string | undefined): Node;
}

export function readObject(cursor: TokenCursor, expressions: Expressions): Node {
  const entries: (readonly [Node, Node])[] = [];
  if (cursor.takeSign('}')) return { kind: 'object', entries };
  do {
    if (cursor.isSign('}')) break;
    entries.push(readEntry(cursor, expressions));
  } while (cursor.takeSign(','));
  cursor.sign('}');
  return { kind: 'object', entries };
}

function readEntry(cursor: TokenCursor, expressions: Expressions): readonly [Node, Node] {
  const token = cursor.peek();
  if (token.kind === 'variable') {
    cursor.advance();
    const value: Node =
      token.text === '__loc__' ? { kind: 'object', entries: [] } : { kind: 'variable', name: token.text };
    return [{ kind: 'literal', value: token.text }, value];
  }
  if (cursor.takeSign('(')) {
    const key = expressions.pipe();
    cursor.sign(')');
    cursor.sign(':');
    return [key, readEntryValue(cursor, expressions)];
  }
  const key = readKey(cursor, expressions);
  if (cursor.takeSign(':')) return [key, readEntryValue(cursor, expressions)];
  return [key, { kind: 'index', of: { kind: 'identity' }, key }];
}

export function readKey(cursor: TokenCursor, expressions: Pick<Expressions, 'text'>): Node {
  const token = cursor.peek();
  if (token.kind === 'text') return expressions.text(undefined);
  if (token.kind === 'format') {
    cursor.advance();
    return expressions.text(token.text);
  }
  if (token.kind !== 'name' && token.kind !== 'keyword' && token.kind !== 'number') throw cursor.unexpected();
  cursor.advance();
  return { kind: 'literal', value: token.text };
}

/** Terms with `|` between them, as the grammar has it: a comma ends the value. */
function readEntryValue(cursor: TokenCursor, expressions: Expressions): Node {
  const left = expressions.alternative();
  return cursor.takeSign('|') ? { kind: 'pipe', left, right: readEntryValue(cursor, expressions) } : left;
}
