/** The path of a text that is one placeholder and nothing else; `[]` is the whole row. */
export function placeholderOf(text: string): readonly string[] | undefined {
  const [, name] = /^\s*\$\{([A-Za-z0-9_.]*)\}\s*$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const bare = name.replace(/^\./, '');
  return bare === '' ? [] : bare.split('.');
}

/** Rows show a missing value as this word. Where none is better than the word, it is none. */
export function isMissing(text: string): boolean {
  return text === 'undefined';
}
