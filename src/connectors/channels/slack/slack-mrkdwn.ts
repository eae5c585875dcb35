import { cutName, mentionWords } from '../writing/mentions.ts';

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
  const words = mentionWords(mention, (word) => word.replace(/^<?[@!]?(?:subteam\^)?|>$/g, ''));
  return words.map((word) => {
    const everybody = EVERYBODY[word.toLowerCase()];
    if (everybody) return everybody;
    if (/^[UW][A-Z0-9]{2,20}$/.test(word)) return `<@${word}>`;
    if (/^S[A-Z0-9]{2,20}$/.test(word)) return `<!subteam^${word}>`;
    return `@${escapeMrkdwn(cutName(word))}`;
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
