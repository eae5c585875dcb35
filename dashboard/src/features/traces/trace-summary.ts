import type { TraceLine } from '../../../../src/api/contract.ts';
import { eventTitles } from '../../../../src/texts/event-words.ts';
import { reasonText } from '../../../../src/texts/reason-words.ts';
import type { TraceTexts } from './traces.texts.ts';

type Fields = TraceLine['fields'];

/** Characters of a payload within a line. */
const SHORT = 200;

/** `PUBLISH`, or what of the broker is told. */
export function typeTitle(
  { type }: Pick<TraceLine, 'type'>,
  texts: TraceTexts,
  language: 'en' | 'zh',
): string {
  return texts.events[type] ?? eventTitles[language][type] ?? type;
}

/** The most important of a line; all of it is in its fields. */
export function summaryOf(line: TraceLine, texts: TraceTexts, language: 'en' | 'zh'): string {
  const { fields } = line;
  const parts = fields.error === undefined ? partsOf(line, texts) : [errorOf(line, texts)];
  const reason = wordsOfReason(line, language);
  return [...parts, reason, textIn(fields, 'sentence')].filter(Boolean).join(' · ');
}

/** Whether somebody who looks for what is wrong looks for this. */
export function isTrouble({ type, fields }: TraceLine): boolean {
  const codes = Array.isArray(fields.reason_codes) ? fields.reason_codes : [fields.reason_code];
  return (
    codes.some((code) => typeof code === 'number' && code >= 0x80) ||
    fields.error !== undefined ||
    fields.result === 'deny' ||
    /\.(dropped|refused|subscribe_refused|failed|skipped)$/.test(type)
  );
}

function partsOf({ type, fields }: TraceLine, texts: TraceTexts): (string | undefined)[] {
  switch (type) {
    case 'CONNECT':
      return [
        `${textIn(fields, 'protocol') ?? ''} ${textIn(fields, 'version') ?? ''}`,
        textIn(fields, 'username'),
        fields.clean_start === true ? texts.cleanStart : undefined,
        texts.keepalive(textIn(fields, 'keepalive') ?? '0'),
      ];
    case 'CONNACK':
      return [fields.session_present === true ? texts.sessionPresent : undefined];
    case 'PUBLISH':
      return [
        ...messageParts(fields),
        textIn(fields, 'payload') ?? textIn(fields, 'payload_hex'),
        fields.from_clientid === undefined ? undefined : texts.from(textIn(fields, 'from_clientid') ?? ''),
      ];
    case 'SUBSCRIBE':
    case 'UNSUBSCRIBE':
      return listIn(fields, 'filters').map((one) =>
        typeof one === 'object' && one !== null
          ? `${textIn(one as Fields, 'topic') ?? ''} QoS ${textIn(one as Fields, 'qos') ?? ''}`
          : String(one),
      );
    case 'SUBACK':
    case 'UNSUBACK':
      return listIn(fields, 'reasons').map(String);
    case 'client.check_authz_complete':
      return [
        textIn(fields, 'action'),
        textIn(fields, 'topic'),
        fields.result === 'allow' ? texts.allowed : texts.denied,
        texts.by(textIn(fields, 'authz_source') ?? ''),
      ];
    case 'message.routed':
      return [textIn(fields, 'topic'), texts.receivers(textIn(fields, 'receivers') ?? '0')];
    case 'message.delivered':
      return [textIn(fields, 'topic'), texts.to(textIn(fields, 'to_clientid') ?? '')];
    case 'rule.matched':
      return [textIn(fields, 'rule'), texts.rows(textIn(fields, 'rows') ?? '0')];
    case 'trace.skipped':
      return [texts.lines(textIn(fields, 'count') ?? '')];
    default:
      return messageParts(fields);
  }
}

function messageParts(fields: Fields): (string | undefined)[] {
  const flags = ['retain', 'dup'].filter((flag) => fields[flag] === true).join(' ');
  const qos = textIn(fields, 'qos');
  return [
    textIn(fields, 'topic'),
    qos === undefined ? undefined : `QoS ${qos}${flags === '' ? '' : ` ${flags}`}`,
    fields.packet_id === undefined ? undefined : `#${textIn(fields, 'packet_id') ?? ''}`,
  ];
}

function errorOf({ fields }: TraceLine, texts: TraceTexts): string {
  const rule = textIn(fields, 'rule');
  const error = textIn(fields, 'error') ?? '';
  return rule === undefined ? `${texts.unreadable}: ${error}` : `${rule}: ${error}`;
}

/** Of a packet the name of its code, which people look up; of an event our words. */
function wordsOfReason({ kind, type, fields }: TraceLine, language: 'en' | 'zh'): string | undefined {
  const reason = textIn(fields, 'reason');
  if (reason === undefined || type === 'trace.skipped') return undefined;
  return kind === 'event' && !type.startsWith('trace.') ? reasonText(reason, language) : reason;
}

function textIn(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (typeof value === 'string') return value === '' ? undefined : value.slice(0, SHORT);
  return typeof value === 'number' ? String(value) : undefined;
}

function listIn(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  return Array.isArray(value) ? value : [];
}
