import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Command } from 'commander';
import type { CommandLineContext, Commands } from '../../src/cli/command-line.ts';
import { createProgram } from '../../src/cli/parsed-command-line.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import { codeBlocks, pages, prose, ROOT } from './markdown.ts';

const program = createProgram(
  {
    texts: commandLineTexts.en,
    version: '0.0.0',
    out: () => {},
    error: () => {},
  } as unknown as CommandLineContext,
  {} as Commands,
  () => {},
);
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Lines of a page that begin with the program, in blocks and in the text. */
function usagesOf(text: string, word: string): readonly string[] {
  const inBlocks = codeBlocks(text)
    .filter(({ language }) => language === 'sh' || language === '' || language === 'text')
    .flatMap(({ code }) => code.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.trim().replace(/^\$ /, ''));
  const inText = [...prose(text).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...inBlocks, ...inText].filter((line) => new RegExp(`^${word} [a-z-]`).test(line));
}

/** `clients kick ID...  |  kick --query WORDS     what it does`: its parts, each with the words before the bar that they share. */
function alternativesOf(usage: string): readonly (readonly string[])[] {
  const [command = ''] = usage.split(/ {3,}(?![|])| #/);
  const [first = [], ...others] = command.split(/ +\| +(?=[a-z-])/).map((part) =>
    part
      .trim()
      .split(/\s+/)
      .slice(part.startsWith('tocsin') ? 1 : 0),
  );
  const continued = (words: readonly string[]): readonly string[] => {
    const [word = '', noun = ''] = [words[0], first[0]];
    if (named(program, word) && !named(named(program, noun), word)) return words;
    return words[0]?.startsWith('-') ? [...first.slice(0, 2), ...words] : [first[0] ?? '', ...words];
  };
  return [first, ...others.map(continued)];
}

function named(command: Command | undefined, name: string): Command | undefined {
  return command?.commands.find((one) => one.name() === name);
}

/** What is wrong with the words; undefined when there are such a command and such options. */
function mistakeIn(words: readonly string[]): string | undefined {
  let commands: readonly Command[] = [program];
  for (const word of words) {
    const plain = word.replaceAll(/[[\]()]/g, '');
    const [option] = /^(?:--[a-z][\w-]*|-[a-zA-Z])(?!\w)/.exec(plain) ?? [];
    if (option !== undefined) {
      if (!commands.some((command) => knows(command, option))) return `no option ${option}`;
    } else if (commands[0]?.commands.length && /^[a-z][a-z-]*(?:\|[a-z][a-z-]*)*$/.test(plain)) {
      const found = plain.split('|').map((name) => named(commands[0], name));
      const unknown = found.indexOf(undefined);
      if (unknown !== -1) return `no command ${plain.split('|')[unknown]}`;
      commands = found as Command[];
    }
  }
  return undefined;
}

function knows(command: Command, option: string): boolean {
  for (let at: Command | null = command; at; at = at.parent)
    if (
      at.options.some(({ short, long }) => option === short || option === long) ||
      /^(?:-h|--help)$/.test(option)
    )
      return true;
  return command === program && knows(program.commands[0] as Command, option);
}

test('every command of the program that a page shows is there, with its options', () => {
  const wrong: string[] = [];
  let shown = 0;
  for (const { path, text } of pages.filter((page) => !/CHANGELOG|decisions/.test(page.path)))
    for (const usage of usagesOf(text.replaceAll('npx tocsin ', 'tocsin '), 'tocsin'))
      for (const words of alternativesOf(usage)) {
        shown++;
        const mistake = mistakeIn(words);
        if (mistake !== undefined) wrong.push(`${path}: ${mistake}: tocsin ${words.join(' ')}`);
      }
  assert.ok(shown > 50);
  assert.deepEqual(wrong, []);
});

test('every npm script that a page shows is there', () => {
  const wrong = pages
    .filter((page) => !page.path.includes('CHANGELOG'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\bnpm run ([\w:-]+)/g)]
        .filter(([, name = '']) => !Object.hasOwn(scripts, name))
        .map(([line]) => `${path}: ${line}`),
    );
  assert.deepEqual(wrong, []);
});
