/** How many letters are to be changed, added or taken away (Levenshtein). Both are short. */
export function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      line.push(Math.min(change, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    above = line;
  }
  return above[b.length] ?? 0;
}

const MOST_NEAREST = 3;
const LONGEST_WORD = 40;

/** Keeps the names that are nearest to a word that stands in none. */
export class Nearest {
  readonly #word: string;
  #found: Array<{ readonly name: string; readonly distance: number }> = [];

  constructor(word: string) {
    this.#word = word.slice(0, LONGEST_WORD).toLowerCase();
  }

  get names(): string[] {
    return this.#found.map(({ name }) => name);
  }

  look(name: string): void {
    const word = this.#word;
    const begin = name.slice(0, word.length + 1).toLowerCase();
    // Names of which not even the first two letters are there: to compare all would take too long.
    if (begin[0] !== word[0] && begin[1] !== word[1]) return;
    const most = Math.min(
      Math.ceil(word.length / 3),
      (this.#found[MOST_NEAREST - 1]?.distance ?? Infinity) - 1,
    );
    if (mismatches(begin, word) > most + 1) return;
    const distance = editDistance(begin, word) + (name.length > word.length ? 0.5 : 0);
    if (distance > most + 1) return;
    this.#found.push({ name, distance });
    this.#found.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
    this.#found.length = Math.min(this.#found.length, MOST_NEAREST);
  }
}

/** Letters of the one that are nowhere in the other, each of which is to be changed or taken away: a bound that costs little. */
function mismatches(a: string, b: string): number {
  let count = 0;
  for (const letter of a) if (!b.includes(letter)) count++;
  return count;
}
