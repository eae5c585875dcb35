import { type Flavour, readInline } from './inline-markup.ts';
import type { Block } from './shown-message.ts';

const FENCE = /^\s*```/;
/** Without a mark before it a line is a paragraph. */
const MARKS: readonly (readonly [RegExp, 'heading' | 'quote' | 'item'])[] = [
  [/^#{1,6} +/, 'heading'],
  [/^ {0,3}> ?/, 'quote'],
  [/^ {0,3}(?:[-*+]|\d{1,9}[.)]) +/, 'item'],
];

/** Markdown by lines, as chats read it: a line is a block, and empty ones only divide. */
export function readBlocks(markdown: string, flavour: Flavour): Block[] {
  const blocks: Block[] = [];
  let code: string[] | undefined;
  for (const line of markdown.split(/\n|<br\s*\/?>/)) {
    if (FENCE.test(line)) {
      if (code) blocks.push({ kind: 'code', text: code.join('\n') });
      code = code ? undefined : [];
    } else if (code) code.push(line);
    else if (line.trim() !== '') blocks.push(readLine(line, flavour));
  }
  if (code) blocks.push({ kind: 'code', text: code.join('\n') });
  return blocks;
}

function readLine(line: string, flavour: Flavour): Block {
  for (const [mark, kind] of MARKS) {
    const found = mark.exec(line);
    if (found) return { kind, parts: readInline(line.slice(found[0].length), flavour) };
  }
  return { kind: 'paragraph', parts: readInline(line, flavour) };
}

/** Text that nobody reads as markup. */
export function plainBlocks(text: string): Block[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ kind: 'paragraph', parts: [{ kind: 'text', text: line }] }));
}
