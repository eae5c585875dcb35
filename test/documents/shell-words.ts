/**
 * The commands of a piece of shell, each as its words: quotes, backslashes, comments and line breaks as a shell has them, and
 * nothing else of it. `|`, `&&`, `;` and `>` end a command.
 */
export function shellCommands(code: string): readonly (readonly string[])[] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let at = 0; at < code.length; at++) {
    const character = code[at] ?? '';
    if (character === "'") {
      const end = code.indexOf("'", at + 1);
      word = (word ?? '') + code.slice(at + 1, end === -1 ? undefined : end);
      at = end === -1 ? code.length : end;
    } else if (character === '"') {
      const quoted = /^"((?:[^"\\]|\\.)*)"?/s.exec(code.slice(at));
      word = (word ?? '') + (quoted?.[1] ?? '').replaceAll(/\\(["\\$`])/g, '$1');
      at += (quoted?.[0].length ?? 1) - 1;
    } else if (character === '\\') {
      if (code[at + 1] !== '\n') word = (word ?? '') + (code[at + 1] ?? '');
      at++;
    } else if (character === '#' && word === undefined) {
      const end = code.indexOf('\n', at);
      at = (end === -1 ? code.length : end) - 1;
    } else if (/[\n;|&>]/.test(character)) endCommand();
    else if (/\s/.test(character)) endWord();
    else word = (word ?? '') + character;
  }
  endCommand();
  return commands;
}
