/** What a reader sees of the markdown of Chinese chats: marks and tags are gone, links show their label. */
export function shownMarkdown(markdown: string): string {
  return unescaped(
    markdown
      .replace(/<font[^>\n]*>|<\/font>/g, '')
      .replace(/<br\s*\/?>/g, '\n')
      .replace(/^(#{1,6}|>|-) /gm, '')
      .replace(/(?<!\\)\*\*((?:\\.|[^*\\\n])+)\*\*/g, '$1')
      .replace(/(?<!\\)\[((?:\\.|[^[\]\\\n])*)\]\(([^()\s]*)\)/g, '$1')
      .replace(/\n{2,}/g, '\n'),
  );
}

/** The links that can be followed. */
export function linksOf(markdown: string): { label: string; url: string }[] {
  const found = markdown.matchAll(/(?<!\\)\[((?:\\.|[^[\]\\\n])*)\]\(([^()\s]*)\)/g);
  return [...found].map(([, label = '', url = '']) => ({ label: unescaped(label), url }));
}

/** Backslashes and spaces of no width are not seen. */
function unescaped(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/g, '$1').replaceAll('\u200b', '');
}
