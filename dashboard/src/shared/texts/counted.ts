/**
 * So many of a thing, in English.
 * @param count as it is written for people: `1`, `1,284`
 * @param thing one of it, whose plural has an s
 */
export function counted(count: string, thing: string): string {
  return count === '1' ? `1 ${thing}` : `${count} ${thing}s`;
}
