import { markdownToText } from '../writing/plain-text.ts';

/** Signs that mean something in mails' Markdown. */
const SIGNS = /[\\`*_[\]()#<>|~!-]/g;

/** A value inside of Markdown: shown as it is, on one line. */
export function escapeMailMarkdown(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ').replace(SIGNS, '\\$&');
}

/** What a reader would read of it: links keep their address. */
export function markdownToPlain(markdown: string): string {
  return showEscaped(markdownToText(hideEscaped(markdown)), (sign) => sign);
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Stand for escaped signs while markup is read: of the private use area, which texts do not hold. */
const FIRST_STAND_IN = 0xf700;

function hideEscaped(text: string): string {
  return text
    .replace(/[\uf700-\uf7ff]/g, '')
    .replace(/\\([\\`*_[\]()#<>|~!-])/g, (_, sign: string) =>
      String.fromCharCode(FIRST_STAND_IN + sign.charCodeAt(0)),
    );
}

function showEscaped(text: string, write: (sign: string) => string): string {
  return text.replace(/[\uf700-\uf7ff]/g, (sign) =>
    write(String.fromCharCode(sign.charCodeAt(0) - FIRST_STAND_IN)),
  );
}

/**
 * The Markdown that chats understand, as HTML: headings, bold, italics, code, links, lists, quotes. HTML in it is shown
 * and not obeyed.
 */
export function markdownToHtml(markdown: string): string {
  const blocks = hideEscaped(markdown)
    .split(/\n{2,}/)
    .map((block) => blockToHtml(block.split('\n')));
  return showEscaped(blocks.join('\n'), escapeHtml);
}

function blockToHtml(lines: readonly string[]): string {
  const html: string[] = [];
  let list: string[] = [];
  let text: string[] = [];
  const endList = (): void => {
    if (list.length > 0) html.push(`<ul>${list.map((item) => `<li>${item}</li>`).join('')}</ul>`);
    list = [];
  };
  const endText = (): void => {
    if (text.length > 0) html.push(`<p>${text.join('<br>')}</p>`);
    text = [];
  };
  for (const line of lines) {
    const [, marks, heading] = /^(#{1,6})\s+(.*)$/.exec(line) ?? [];
    const [, item] = /^\s*[-*]\s+(.*)$/.exec(line) ?? [];
    const [, quote] = /^>\s?(.*)$/.exec(line) ?? [];
    if (item === undefined) endList();
    if (marks !== undefined || item !== undefined || quote !== undefined) endText();
    if (marks !== undefined) html.push(`<h${marks.length}>${inline(heading ?? '')}</h${marks.length}>`);
    else if (item !== undefined) list.push(inline(item));
    else if (quote !== undefined) html.push(`<blockquote>${inline(quote)}</blockquote>`);
    else if (line.trim() !== '') text.push(inline(line));
  }
  endList();
  endText();
  return html.join('');
}

function inline(text: string): string {
  return escapeHtml(text)
    .replace(/`([^`\n]{1,1000})`/g, '<code>$1</code>')
    .replace(/\[([^[\]\n]{1,500})\]\((https?:\/\/[^\s()]{1,1500})\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*(?=\S)([^*\n]{1,1000})\*\*/g, '<strong>$1</strong>')
    .replace(/(?<![\w*])[*_](?=\S)([^*_\n]{1,1000})[*_](?![\w*])/g, '<em>$1</em>');
}
