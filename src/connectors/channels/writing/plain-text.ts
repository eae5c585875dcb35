/** One line, whatever the text holds: titles and names must not begin a second one. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** Marks that turn the direction of what follows: a name with them would mirror the rest of the line. */
const TURNING_MARKS = /[\u202a-\u202e\u2066-\u2069]/g;

/** Foreign text without what no chat should show: control characters but for tab and line break, and turns of direction. */
export function withoutControls(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .replace(TURNING_MARKS, '');
}

/** What a reader would read of a markdown text, for where there is no markup: links keep their address. */
export function markdownToText(markdown: string): string {
  return markdown
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/?(?:font|b|strong|i|em|u|s|del|span)\b[^<>\n]{0,300}>/gi, '')
    .replace(/!?\[((?:\\.|[^[\]\\\n]){0,300})\]\(([^()\s]{0,2000})\)/g, (_, label: string, url: string) =>
      label === '' || label === url ? url : `${label} ${url}`,
    )
    .replace(/^`{3}[^\n`]{0,40}\n?/gm, '')
    .replace(/^ {0,3}#{1,6} /gm, '')
    .replace(/(?<!\\)(\*\*|__|~~)(?=\S)(.{1,2000}?)(?<=\S)\1/g, '$2')
    .replace(/(?<!\\)`([^`\n]{1,2000})`/g, '$1');
}
