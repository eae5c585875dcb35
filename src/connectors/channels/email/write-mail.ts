import { crypto } from '../../../lib/late-crypto.ts';
import type { ChannelMessage } from '../channel-message.ts';
import { type MessageParts, partsOf, toLines } from '../writing/message-parts.ts';
import { oneLine, withoutControls } from '../writing/plain-text.ts';
import { cutText } from '../writing/text-cutting.ts';
import type { EmailSettings } from './email-settings.ts';
import { domainOf, type MailAddress, readAddress } from './mail-address.ts';
import { escapeHtml, markdownToHtml, markdownToPlain } from './mail-markdown.ts';

/** One mail, before it is written as MIME. */
export interface Mail {
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly replyTo: MailAddress | undefined;
  /** Where it really goes: with those of bcc, each once. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly subject: string;
  readonly messageId: string;
  /** The root of its thread, which no mail has. */
  readonly thread: string | undefined;
  /** Unix milliseconds; the same on all repeats. */
  readonly date: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly html: string | undefined;
}

const LONGEST_TEXT = 200_000;

/** @param id of the delivery: a repeat is the same mail, byte for byte, and can be recognised */
export function writeMail(message: ChannelMessage, settings: EmailSettings, id: string): Mail {
  const from = addressOf(settings.from);
  const to = addressesOf(settings.to);
  const cc = addressesOf(settings.cc);
  const bcc = addressesOf(settings.bcc);
  const parts = partsOf(message);
  const domain = domainOf(from);
  const recipients = [...to, ...cc, ...bcc].map(({ address }) => address);
  return {
    from,
    to,
    cc,
    replyTo: settings.reply_to === undefined ? undefined : addressOf(settings.reply_to),
    envelope: {
      from: addressOf(settings.envelope_from ?? settings.from).address,
      to: [...new Set(recipients)],
    },
    subject: subjectOf(message.subject ?? '', parts),
    messageId: `<${id.replace(/[^\w.-]/g, '-')}@${domain}>`,
    thread: message.key === undefined ? undefined : `<alert-${hashOf(message.key)}@${domain}>`,
    date: timeOfId(id) ?? message.at ?? 0,
    headers: {
      ...settings.headers,
      // RFC 3834: no answer of a machine, please.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(message.severity === 'critical' && message.event !== 'resolve' && { Importance: 'high' }),
    },
    text: textOf(parts, message),
    html: message.plain ? undefined : htmlOf(parts, message),
  };
}

/** That of the thread, else the title and nothing else: mail programs put what has one subject into one thread. */
function subjectOf(thread: string, { title, text, markdown }: MessageParts): string {
  const [first = ''] = (text || markdownToPlain(markdown ?? '')).split('\n', 1);
  const room = { limit: 150, unit: 'characters' } as const;
  return (
    cutText(oneLine(withoutControls(thread)), room) ||
    title ||
    cutText(oneLine(first), { limit: 150, unit: 'characters' }) ||
    'tocsin'
  );
}

function textOf(parts: MessageParts, { mention = [] }: ChannelMessage): string {
  const plain = parts.markdown === undefined ? parts.text : markdownToPlain(parts.markdown);
  const told = { ...parts, text: plain, markdown: undefined };
  const { title, body, links } = toLines(told, (text) => text);
  const called = mention.map((one) => `@${oneLine(one)}`).join(' ');
  const cut = cutText(body, { limit: LONGEST_TEXT, unit: 'bytes' });
  return `${[title, cut, links.join('\n'), called].filter(Boolean).join('\n\n')}\n`;
}

const COLORS = { critical: '#b3261e', error: '#b3261e', warning: '#a15c00', info: '#35618e' } as const;
const RESOLVED = '#1b6e3c';

function htmlOf({ title, text, markdown, fields, links }: MessageParts, message: ChannelMessage): string {
  const { severity, event, mention = [] } = message;
  const color = event === 'resolve' ? RESOLVED : severity ? COLORS[severity] : '#1f1f1f';
  const room = { limit: LONGEST_TEXT, unit: 'bytes' } as const;
  const rows = fields.map(
    ({ name, value }) =>
      `<tr><th align="left" valign="top" style="padding:2px 16px 2px 0;font-weight:600">${escapeHtml(name)}</th>` +
      `<td valign="top" style="padding:2px 0">${escapeHtml(value)}</td></tr>`,
  );
  const anchors = links.map(({ label, url }) => `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`);
  const body = [
    title && `<h2 style="margin:0 0 12px;font-size:18px;color:${color}">${escapeHtml(title)}</h2>`,
    markdown === undefined
      ? text && `<p>${escapeHtml(cutText(text, room)).replaceAll('\n', '<br>\n')}</p>`
      : markdownToHtml(cutText(markdown, room)),
    rows.length > 0 && `<table cellspacing="0" cellpadding="0">${rows.join('\n')}</table>`,
    anchors.length > 0 && `<p>${anchors.join(' &middot; ')}</p>`,
    mention.length > 0 && `<p>${mention.map((one) => `@${escapeHtml(oneLine(one))}`).join(' ')}</p>`,
  ].filter(Boolean);
  return (
    '<!doctype html>\n<html><head><meta charset="utf-8"></head>\n' +
    `<body style="font-family:sans-serif;font-size:14px;color:#1f1f1f">\n${body.join('\n')}\n</body></html>\n`
  );
}

/** Settings are checked when they are saved; one that a file brought later may be none. */
function addressOf(text: string): MailAddress {
  const address = readAddress(text);
  if (!address) throw new Error(`${text} is no mail address`);
  return address;
}

function addressesOf(texts: string | readonly string[]): MailAddress[] {
  return (typeof texts === 'string' ? [texts] : texts).map(addressOf);
}

function hashOf(key: string): string {
  return crypto().createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/** Unix milliseconds of a UUID of version 7. */
function timeOfId(id: string): number | undefined {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(id) ?? [];
  return high === undefined || low === undefined ? undefined : Number.parseInt(high + low, 16);
}
