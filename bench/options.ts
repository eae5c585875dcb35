/** A command-line option that is a whole number within bounds. Ends the process with one sentence when it is not. */
export function wholeNumber(option: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  fail(`--${option} must be a whole number from ${least} to ${most}, not "${value}"`);
}

/** The entries of a comma-separated option, in the order of `known`. Ends the process when one of them is unknown. */
export function chosen<Name extends string>(option: string, value: string, known: readonly Name[]): Name[] {
  const names = value.split(',');
  const unknown = names.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) fail(`--${option}: no "${unknown}"; there are ${known.join(', ')}`);
  return known.filter((name) => names.includes(name));
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
