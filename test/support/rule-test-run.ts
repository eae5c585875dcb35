import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';

/** A directory with these files, and what `tocsin rules test -f` says about it. */
export async function runRuleTestsOf(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  { flags = [], language = 'en' }: { flags?: readonly string[]; language?: 'en' | 'zh' } = {},
) {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-rules-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return { directory, ...(await command(['rules', 'test', '-f', directory, ...flags], directory, language)) };
}

export async function command(argv: readonly string[], directory = '', language: 'en' | 'zh' = 'en') {
  const said = { out: '', error: '' };
  const code = await runCommandLine(argv, {
    environment: {},
    texts: commandLineTexts[language],
    version: '1.2.3',
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
  });
  const plain = (text: string) =>
    (directory === '' ? text : text.replaceAll(`${directory}/`, '')).replace(/\d+ (ms|毫秒)/g, 'T ms');
  return { code, out: plain(said.out), error: plain(said.error) };
}
