import { type CommandLineTexts, commandLineTexts } from '../texts/command-line.ts';

/** Chinese for a Chinese locale, English for all others; the variables in the order in which POSIX ranks them. */
export function textsFor(environment: Readonly<Record<string, string | undefined>>): CommandLineTexts {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return /^zh\b|^zh_/i.test(locale) ? commandLineTexts.zh : commandLineTexts.en;
}
