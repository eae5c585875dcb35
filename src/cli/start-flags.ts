import type { StartOptions } from './start.ts';

export interface StartFlag {
  /** As commander writes them: `-c, --config <file>`. */
  readonly flags: string;
  readonly option: keyof StartOptions;
  /** The key of its sentence in the help. */
  readonly help: 'config' | 'dataDirectory' | 'set' | 'json';
  /** May stand several times. */
  readonly repeats?: boolean;
}

/** The flags of `tocsin start`. */
export const START_FLAGS: readonly StartFlag[] = [
  { flags: '-c, --config <file>', option: 'config', help: 'config' },
  { flags: '-d, --data-dir <directory>', option: 'dataDir', help: 'dataDirectory' },
  { flags: '-s, --set <path=value>', option: 'set', help: 'set', repeats: true },
  { flags: '--json', option: 'json', help: 'json' },
];

/**
 * What a call asks for that starts the broker and is written in the plain way, with the value of a flag as a word of its
 * own. Undefined for every other call; what reads those is loaded for them alone.
 */
export function plainStart(argv: readonly string[]): StartOptions | undefined {
  const words = argv[0] === 'start' ? argv.slice(1) : argv;
  const options: { -readonly [Name in keyof StartOptions]: StartOptions[Name] } = {};
  for (let at = 0; at < words.length; at++) {
    const flag = START_FLAGS.find(({ flags }) => flags.split(/, | </).includes(words[at] ?? ''));
    if (flag === undefined) return undefined;
    if (flag.option === 'json') {
      options.json = true;
      continue;
    }
    const value = words[++at];
    // One that is missing, or that is a flag itself.
    if (value === undefined || value.startsWith('-')) return undefined;
    if (flag.option === 'set') options.set = [...(options.set ?? []), value];
    else options[flag.option] = value;
  }
  return options;
}
