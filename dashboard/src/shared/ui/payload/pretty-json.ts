/** Deeper than this nothing is indented further: the text would be wider than any window. */
const DEEPEST = 40;

/**
 * JSON with a line per value. The text of each value stays as it was written: a number of 64 bits does not fit into
 * one of JavaScript.
 * @returns undefined when it is not JSON
 */
export function prettyJson(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const parts: string[] = [];
  let depth = 0;
  let before = '';
  const newLine = () => parts.push('\n', '  '.repeat(Math.min(depth, DEEPEST)));
  // Of a text that parses these are all the parts.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g)) {
    const opened = before === '{' || before === '[';
    if (token === '}' || token === ']') {
      depth--;
      if (!opened) newLine();
    } else if (opened || before === ',') newLine();
    if (token === '{' || token === '[') depth++;
    parts.push(token === ':' ? ': ' : token);
    before = token;
  }
  return parts.join('');
}
