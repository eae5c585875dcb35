import { plainBlocks, readBlocks } from './block-markup.ts';
import { readDingtalk, readFeishu, readWecom } from './chinese-bots.ts';
import { readMail, readTelegram } from './html-messages.ts';
import { flavours } from './inline-markup.ts';
import { type Json, listOf, parsed, recordOf, textIn, textsIn } from './json-parts.ts';
import { type Block, plain, type ShownMessage, type Tone } from './shown-message.ts';
import { readDiscord, readSlack, readTeams } from './western-chats.ts';

const READERS: Readonly<Record<string, (body: Json) => ShownMessage>> = {
  wecom: readWecom,
  dingtalk: readDingtalk,
  feishu: readFeishu,
  slack: readSlack,
  teams: readTeams,
  discord: readDiscord,
  telegram: readTelegram,
  pagerduty: readIncident,
  webhook: readHook,
};

/**
 * What somebody would read.
 * @param kind the type of the channel
 * @param request as it was sent: `body` is the vendor's JSON as a text; a mail is an object; of the preview inbox
 *   `message` is what was to be said
 * @returns undefined for what is no message of this kind
 */
export function readRequest(kind: string, request: Json): ShownMessage | undefined {
  if (kind === 'email') return request.subject === undefined ? undefined : readMail(request);
  if (request.message !== undefined) return readMessage(recordOf(request.message));
  const body = parsed(request.body);
  if (Object.keys(body).length === 0) return undefined;
  const shown = READERS[kind]?.(body);
  return shown && (shown.blocks.length > 0 || shown.title) ? shown : undefined;
}

/** A message before any format: as the preview inbox, and what nobody has a better form for, shows it. */
export function readMessage(message: Json): ShownMessage {
  const fields = listOf(message.fields).map(({ name, value }) => ({
    name: plain(textIn(name)),
    value: plain(textIn(value)),
  }));
  const links = listOf(message.links).map(({ label, url }) => ({ label: textIn(label), url: textIn(url) }));
  const markdown = textIn(message.markdown);
  const title = textIn(message.title);
  return {
    ...(title && { title: plain(title) }),
    tone: toneOf(message.event, message.severity),
    blocks: [
      ...(markdown ? readBlocks(markdown, flavours.plain) : plainBlocks(textIn(message.text))),
      ...fieldsBlock(fields),
      ...(links.length > 0 ? [{ kind: 'buttons' as const, links }] : []),
    ],
    mentions: [message.mention].flat().flatMap((one) => (typeof one === 'string' ? [`@${one}`] : [])),
  };
}

function fieldsBlock(fields: Extract<Block, { kind: 'fields' }>['fields']): Block[] {
  return fields.length > 0 ? [{ kind: 'fields', layout: 'wide', fields }] : [];
}

function toneOf(event: unknown, severity: unknown): Tone {
  if (event === 'resolve' || event === 'resolved') return 'good';
  if (event === 'acknowledge' || event === 'acknowledged') return 'quiet';
  if (severity === 'critical' || severity === 'error') return 'critical';
  return severity === 'warning' ? 'warning' : severity === 'info' ? 'info' : 'quiet';
}

function readIncident(body: Json): ShownMessage {
  const payload = recordOf(body.payload);
  const links = listOf(body.links).map(({ text, href }) => ({ label: textIn(text), url: textIn(href) }));
  const names = ['source', 'component', 'group', 'class', 'timestamp'] as const;
  const rows = [
    ...names.map((name) => [name, payload[name]] as const),
    ['dedup_key', body.dedup_key] as const,
  ].filter(([, value]) => textIn(value) !== '');
  const action = textIn(body.event_action);
  return {
    title: plain([`[${action}]`, textIn(payload.summary) || textIn(body.dedup_key)].join(' ')),
    tone: toneOf(action, payload.severity),
    blocks: [
      ...fieldsBlock(rows.map(([name, value]) => ({ name: plain(name), value: plain(textIn(value)) }))),
      ...(links.length > 0 ? [{ kind: 'buttons' as const, links }] : []),
    ],
  };
}

/** Its receivers are programs: shown is what the message says, where the payload says it in our own words. */
function readHook(body: Json): ShownMessage {
  const data = recordOf(body.data);
  if (data.title === undefined) {
    const annotations = recordOf(body.commonAnnotations);
    const names = Object.entries(recordOf(body.commonLabels));
    return {
      title: plain(textIn(annotations.summary) || textIn(body.status)),
      blocks: fieldsBlock(names.map(([name, value]) => ({ name: plain(name), value: plain(textIn(value)) }))),
    };
  }
  return {
    ...readMessage({ ...data, event: String(body.type ?? '').replace(/^.*alert\./, '') }),
    mentions: textsIn(data.mention),
  };
}
