/** Nobody mistypes a longer word than this; the limit keeps foreign text from costing time. */
const LONGEST_WORD = 64;

/** Letters of a word by which a longer one is known that begins with it. */
const SHORTEST_BEGINNING = 3;

/** The known word that was probably meant, for "did you mean …", or `undefined` when none is close: a similar one, or else the only one that begins with it. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const typed = word.toLowerCase();
  let nearest: string | undefined;
  let nearestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  let longer = 0;
  let completed: string | undefined;
  for (const candidate of known) {
    if (typed.length >= SHORTEST_BEGINNING && candidate.toLowerCase().startsWith(typed)) {
      if (candidate !== completed) longer++;
      completed = candidate;
    }
    if (Math.abs(candidate.length - typed.length) >= nearestDistance) continue;
    const distance = editDistance(typed, candidate.toLowerCase());
    if (distance < nearestDistance) {
      nearest = candidate;
      nearestDistance = distance;
    }
  }
  return nearest ?? (longer === 1 ? completed : undefined);
}

/** How many letters to insert, remove, replace or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
