/** What a state means, whatever it is a state of. */
const MEANINGS: Readonly<Record<string, 'good' | 'doubtful' | 'bad'>> = {
  // One word per line would say no more.
  ...meaning(
    'good',
    'online connected running delivered ok on enabled fine resolved passed same allow success done',
  ),
  ...meaning(
    'doubtful',
    'warning pending acknowledged retrying queued connecting look silenced flapping held silent',
  ),
  ...meaning('doubtful', 'change add throttled idle waiting adapted'),
  ...meaning(
    'bad',
    'critical open failed expired disconnected refused wrong banned conflict deny failure inconsistent failing broken action_failing not_supported',
  ),
};

function meaning<Meaning extends string>(what: Meaning, words: string): Record<string, Meaning> {
  return Object.fromEntries(words.split(' ').map((word) => [word, what]));
}

const CODES = { good: 32, doubtful: 33, bad: 31 } as const;

/** Colours of a terminal, or none. */
export interface Colours {
  /** A text by the state that it tells. */
  state(text: string, state: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

export function coloursOf(isWanted: boolean): Colours {
  const wrap = (code: number, text: string): string =>
    isWanted && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text;
  return {
    state: (text, state) => {
      // `critical (silenced)` is still critical.
      const what = MEANINGS[/^[\w-]*/.exec(state)?.[0] ?? ''];
      return what === undefined ? text : wrap(CODES[what], text);
    },
    dim: (text) => wrap(2, text),
    bold: (text) => wrap(1, text),
  };
}
