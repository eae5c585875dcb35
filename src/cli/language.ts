import { type CommandLineTexts, commandLineTexts } from '../texts/command-line.ts';

/**
 * Chinese for a Chinese locale, English for all others: what `--language` says, then `TOCSIN_LANGUAGE`, then the variables of
 * the system in the order in which POSIX ranks them.
 */
export function textsFor(
  environment: Readonly<Record<string, string | undefined>>,
  argv: readonly string[] = [],
): CommandLineTexts {
  const { TOCSIN_LANGUAGE, LC_ALL, LC_MESSAGES, LANG } = environment;
  const locale = languageFlag(argv) || TOCSIN_LANGUAGE || LC_ALL || LC_MESSAGES || LANG || '';
  return /^zh\b|^zh_/i.test(locale) ? commandLineTexts.zh : commandLineTexts.en;
}

/** It is looked for before the words are read, because the words of the help depend on it. */
function languageFlag(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word) => /^--language(=|$)/.test(word));
  const word = argv[at];
  return word?.includes('=') ? word.slice(word.indexOf('=') + 1) : argv[at + 1 || argv.length];
}
