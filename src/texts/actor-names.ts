/** `link (Li)`, or `link` alone: somebody who had the link of a message. What is cut lacks its end. */
const BY_LINK = /^link(?: \((.*?)\)?)?$/s;

function nameIn(by: string, words: { of: (name: string) => string; nobody: string }): string {
  const found = BY_LINK.exec(by);
  if (!found) return by;
  const [, name] = found;
  return name ? words.of(name) : words.nobody;
}

/** Who did something to an alert, for people to read: a user, a key, or whoever had the link of a message. */
export const actorNames = {
  en: (by: string) => nameIn(by, { of: (name) => `${name} (from a link)`, nobody: 'somebody with the link' }),
  zh: (by: string) => nameIn(by, { of: (name) => `${name}（来自消息链接）`, nobody: '持有消息链接的人' }),
} as const;
