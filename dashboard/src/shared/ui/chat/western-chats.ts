import { readBlocks } from './block-markup.ts';
import { flavours, readInline } from './inline-markup.ts';
import { type Json, listOf, recordOf, textIn } from './json-parts.ts';
import { type Block, plain, type ShownField, type ShownMessage, type Tone } from './shown-message.ts';

/** The colours of `alert-color.ts`, by which a card says how bad it is. */
const COLOURS: Readonly<Record<string, Tone>> = {
  '2eb67d': 'good',
  '8a8d91': 'quiet',
  d00000: 'critical',
  e8590c: 'critical',
  f2a100: 'warning',
  '2f80ed': 'info',
};

export function readSlack(body: Json): ShownMessage {
  const [attachment] = listOf(body.attachments);
  const line = textIn(body.text);
  if (!attachment) return { blocks: readBlocks(line, flavours.slack) };
  const blocks = listOf(attachment.blocks);
  const header = blocks.find(({ type }) => type === 'header');
  return {
    push: line,
    tone: COLOURS[textIn(attachment.color).replace('#', '').toLowerCase()] ?? 'quiet',
    ...(header && { title: plain(textIn(recordOf(header.text).text)) }),
    blocks: [
      ...readBlocks(line, flavours.slack).slice(0, header ? 1 : undefined),
      ...blocks.filter((block) => block !== header).flatMap(readSlackBlock),
    ],
  };
}

function readSlackBlock(block: Json): Block[] {
  if (block.type === 'actions') {
    const links = listOf(block.elements).map(({ text, url }) => ({
      label: textIn(recordOf(text).text),
      url: textIn(url),
    }));
    return [{ kind: 'buttons', links }];
  }
  if (block.type === 'context') {
    return listOf(block.elements).map(({ text }) => ({
      kind: 'note',
      parts: readInline(textIn(text), flavours.slack),
    }));
  }
  if (block.fields !== undefined) {
    const fields = listOf(block.fields).map(({ text }): ShownField => {
      const [name = '', ...value] = textIn(text).split('\n');
      return {
        name: readInline(name, flavours.slack),
        value: readInline(value.join('\n'), flavours.slack),
      };
    });
    return [{ kind: 'fields', layout: 'tiles', fields }];
  }
  return readBlocks(textIn(recordOf(block.text).text), flavours.slack);
}

const TEAMS_COLOURS: Readonly<Record<string, Tone>> = {
  Attention: 'critical',
  Warning: 'warning',
  Good: 'good',
  Accent: 'info',
};

export function readTeams(body: Json): ShownMessage {
  const card = recordOf(listOf(body.attachments)[0]?.content);
  const elements = listOf(card.body);
  const heading = elements.find(({ size }) => size === 'Large');
  const links = listOf(card.actions).map(({ title, url }) => ({ label: textIn(title), url: textIn(url) }));
  return {
    ...(heading && {
      title: readInline(textIn(heading.text), flavours.teams),
      tone: TEAMS_COLOURS[textIn(heading.color)] ?? 'quiet',
    }),
    blocks: [
      ...elements.filter((element) => element !== heading).flatMap(readTeamsElement),
      ...(links.length > 0 ? [{ kind: 'buttons' as const, links }] : []),
    ],
  };
}

function readTeamsElement(element: Json): Block[] {
  if (element.type === 'FactSet') {
    const fields = listOf(element.facts).map(({ title, value }) => ({
      name: readInline(textIn(title), flavours.teams),
      value: readInline(textIn(value), flavours.teams),
    }));
    return [{ kind: 'fields', layout: 'wide', fields }];
  }
  const text = textIn(element.text).replace(
    /\{\{DATE\(([^,)]*),SHORT\)\}\} \{\{TIME\([^)]*\)\}\}/g,
    (_, time: string) => time.replace('T', ' ').replace('Z', ' UTC'),
  );
  if (element.isSubtle === true) return [{ kind: 'note', parts: readInline(text, flavours.teams) }];
  return readBlocks(text, flavours.teams);
}

export function readDiscord(body: Json): ShownMessage {
  const [embed] = listOf(body.embeds);
  const content = readBlocks(textIn(body.content), flavours.discord);
  if (!embed) return { blocks: content };
  const title = readInline(textIn(embed.title), flavours.discord);
  const url = textIn(embed.url);
  const fields = listOf(embed.fields).map(({ name, value }) => ({
    name: readInline(textIn(name), flavours.discord),
    value: readInline(textIn(value), flavours.discord),
  }));
  const footer = textIn(recordOf(embed.footer).text);
  const colour = typeof embed.color === 'number' ? embed.color.toString(16).padStart(6, '0') : '';
  return {
    title: url && title.length > 0 ? [{ kind: 'link', parts: title, url }] : title,
    tone: COLOURS[colour] ?? 'quiet',
    blocks: [
      ...content,
      ...readBlocks(textIn(embed.description), flavours.discord),
      ...(fields.length > 0 ? [{ kind: 'fields' as const, layout: 'tiles' as const, fields }] : []),
      ...(footer ? [{ kind: 'note' as const, parts: plain(footer) }] : []),
    ],
  };
}
