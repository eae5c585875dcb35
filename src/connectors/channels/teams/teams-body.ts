import type { ChannelMessage } from '../channel-message.ts';
import { type AlertTone, tagOf, toneOf } from '../writing/alert-color.ts';
import { fittingLines } from '../writing/fitting-lines.ts';
import { type MessageParts, partsOf, toLines } from '../writing/message-parts.ts';
import { cutText } from '../writing/text-cutting.ts';
import { sizeOf } from '../writing/text-size.ts';
import { escapeTeams, unescapeTeams, withParagraphs, writeTeamsMentions } from './teams-markdown.ts';

/** About 28 KB are taken; 21 KB were measured on the way there. */
const LARGEST_BODY = 20_000;

/** Six buttons are what Teams shows. */
const BOUNDS = { title: 200, name: 60, value: 500, fields: 60, links: 6, address: 600 };

/** The colours that a TextBlock has. */
const COLORS: Readonly<Record<AlertTone, string>> = {
  good: 'Good',
  seen: 'Default',
  critical: 'Attention',
  error: 'Attention',
  warning: 'Warning',
  info: 'Accent',
  plain: 'Default',
};

/** A message with one Adaptive Card, which is what workflows that "post a card" expect. */
export function writeTeamsBody(message: ChannelMessage): string {
  const parts = partsOf(message, BOUNDS);
  const body = parts.markdown ?? escapeTeams(parts.text);
  // What is left for the text is known when everything else is written.
  const without = JSON.stringify(writeMessage(parts, '', message));
  const room = { limit: LARGEST_BODY - Buffer.byteLength(without) - 200, unit: 'json' } as const;
  // Paragraphs first: each of their line breaks takes four bytes.
  const text = cutText(withParagraphs(body), room, { markup: 'markdown' });
  return JSON.stringify(writeMessage(parts, text, message));
}

function writeMessage(parts: MessageParts, text: string, message: ChannelMessage): object {
  const { marks, entities } = writeTeamsMentions(message.mention);
  const title = [tagOf(message), escapeTeams(parts.title)].filter(Boolean).join(' ');
  const heading = {
    type: 'TextBlock',
    text: title,
    wrap: true,
    size: 'Large',
    weight: 'Bolder',
    color: COLORS[toneOf(message)],
  };
  const body = message.plain
    ? [block(withParagraphs(plainText(parts, title, text, marks)))]
    : [
        ...(title ? [heading] : []),
        ...(text ? [block(text)] : []),
        ...factsOf(parts),
        ...(marks.length > 0 ? [block(marks.join(' '))] : []),
        ...(message.at === undefined ? [] : [timeOf(message.at)]),
      ];
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: body.length > 0 ? body : [block(' ')],
          ...(!message.plain && parts.links.length > 0 && { actions: parts.links.map(toAction) }),
          msteams: { width: 'Full', ...(!message.plain && entities.length > 0 && { entities }) },
        },
      },
    ],
  };
}

/** Also a refused card is worth its words: everything in one block. */
function plainText(parts: MessageParts, title: string, text: string, marks: readonly string[]): string {
  const { body, links } = toLines({ ...parts, text: '', markdown: undefined }, unescapeTeams);
  return [
    title,
    text,
    cutText(escapeTeams(body), { limit: 4000, unit: 'json' }, { markup: 'markdown' }),
    ...links.map(escapeTeams),
    // Nobody is called without the card's entities; people see who was meant.
    marks
      .map((mark) => mark.replace(/^<at>(.*)<\/at>$/, (_, name: string) => `@${escapeTeams(name)}`))
      .join(' '),
  ]
    .filter(Boolean)
    .join('\n');
}

function block(text: string): object {
  return { type: 'TextBlock', text, wrap: true };
}

/** A third of the body at most. */
function factsOf({ fields }: MessageParts): object[] {
  if (fields.length === 0) return [];
  const facts = fields.map(({ name, value }) =>
    JSON.stringify({ title: escapeTeams(name), value: escapeTeams(value) || ' ' }),
  );
  const lines = fittingLines(facts, LARGEST_BODY / 3, (line) => sizeOf(line, 'bytes') + 1);
  const shown = lines.filter((line) => line.startsWith('{'));
  const note = lines.find((line) => !line.startsWith('{'));
  return [
    { type: 'FactSet', facts: shown.map((fact) => JSON.parse(fact) as unknown) },
    ...(note === undefined ? [] : [block(note)]),
  ];
}

/** In the zone of whoever reads it; the functions take no milliseconds. */
function timeOf(at: number): object {
  const time = new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
  return { ...block(`{{DATE(${time},SHORT)}} {{TIME(${time})}}`), isSubtle: true, size: 'Small' };
}

function toAction({ label, url }: { label: string; url: string }): object {
  return { type: 'Action.OpenUrl', title: label, url };
}
