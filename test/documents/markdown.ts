import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export interface MarkdownPage {
  /** From the root of the repository: `docs/rules.md`. */
  readonly path: string;
  readonly text: string;
}

export interface CodeBlock {
  /** What stands behind the fence: `sh`, `sql`, empty for none. */
  readonly language: string;
  readonly code: string;
  /** Of its first line of code, counted from 1. */
  readonly line: number;
  /** `<!-- not run: REASON -->` in the line before its fence. */
  readonly notRun: string | undefined;
}

/** Every page that people read, of all languages. */
export const pages: readonly MarkdownPage[] = globSync(
  ['*.md', 'docs/**/*.md', 'examples/**/*.md', 'deploy/**/*.md'],
  {
    cwd: ROOT,
  },
)
  .sort()
  .map((path) => ({
    path: path.replaceAll('\\', '/'),
    text: readFileSync(join(ROOT, path), 'utf8'),
  }));

const FENCE = /^( *)```(\S*).*$/;
const NOT_RUN = /^ *<!-- not run: (.+) -->$/;

export function codeBlocks(text: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const [, indent = '', language = ''] = FENCE.exec(lines[at] ?? '') ?? [];
    if (!FENCE.test(lines[at] ?? '')) continue;
    const first = at + 1;
    const end = lines.findIndex((line, index) => index >= first && line.trimStart() === '```');
    const code = lines
      .slice(first, end)
      .map((line) => line.slice(indent.length))
      .join('\n');
    blocks.push({ language, code, line: first + 1, notRun: NOT_RUN.exec(lines[at - 1] ?? '')?.[1] });
    at = end;
  }
  return blocks;
}

/** The text without its blocks of code. */
export function prose(text: string): string {
  return text.replaceAll(/^( *)```[\s\S]*?^ *```$/gm, '');
}

/** Headings as GitHub makes anchors of them; one that comes again has a number. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of prose(text).matchAll(/^#+ (.+)$/gm)) {
    const anchor = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replaceAll(' ', '-');
    let name = anchor;
    for (let again = 1; anchors.has(name); again++) name = `${anchor}-${again}`;
    anchors.add(name);
  }
  return anchors;
}

/** A link of a page, as a path from the root. */
export function targetOf(page: MarkdownPage, link: string): string {
  return posix.join(posix.dirname(page.path), link);
}
