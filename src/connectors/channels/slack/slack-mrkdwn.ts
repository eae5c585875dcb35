/** These three, in this order, and nothing else (docs.slack.dev, "formatting message text"). */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const EVERYBODY: Readonly<Record<string, string>> = {
  all: '<!channel>',
  channel: '<!channel>',
  everyone: '<!everyone>',
  here: '<!here>',
};

/** Whom to call: ids of users (U…, W…) and of groups (S…), `here`, `channel`, `everyone`, `all`. Others are only named. */
export function writeSlackMentions(mention: readonly string[] = []): string[] {
  const words = mention
    .flatMap((text) => text.split(/[\s,，;；、]+/))
    .map((word) => word.replace(/^<?[@!]?(?:subteam\^)?|>$/g, ''))
    .filter((word) => word !== '' && word !== 'undefined');
  return [...new Set(words)].slice(0, 50).map((word) => {
    const everybody = EVERYBODY[word.toLowerCase()];
    if (everybody) return everybody;
    if (/^[UW][A-Z0-9]{2,}$/.test(word)) return `<@${word}>`;
    if (/^S[A-Z0-9]{2,}$/.test(word)) return `<!subteam^${word}>`;
    return `@${escapeMrkdwn(word)}`;
  });
}

/** A time in the zone of whoever reads it. @param at Unix milliseconds */
export function writeSlackDate(at: number): string {
  const fallback = new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
  return `<!date^${Math.floor(at / 1000)}^{date_short_pretty} {time_secs}|${fallback}>`;
}
