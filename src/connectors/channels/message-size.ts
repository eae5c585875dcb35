import type { RequestView } from '../connector.ts';
import { sizeOf, type TextUnit } from './writing/text-size.ts';

/** How much of a vendor's limit a message takes. */
export interface MessageSize {
  /** Of the whole body. */
  readonly bytes: number;
  /** Of what the vendor counts; null with a limit of null, where there is none. */
  readonly used: number | null;
  readonly limit: number | null;
  readonly unit: 'bytes' | 'characters';
  /** Something did not fit, and a note in the message says how much. */
  readonly cut: boolean;
}

interface Limit {
  readonly limit: number;
  readonly unit: TextUnit;
  /** What is counted; the body itself when absent. */
  readonly text?: (body: Readonly<Record<string, unknown>>) => string;
}

const LIMITS: Readonly<Record<string, (body: Readonly<Record<string, unknown>>) => Limit>> = {
  wecom: (body) =>
    body.msgtype === 'text'
      ? { limit: 2048, unit: 'bytes', text: ({ text }) => memberText(text, 'content') }
      : { limit: 4096, unit: 'bytes', text: ({ markdown }) => memberText(markdown, 'content') },
  dingtalk: () => ({ limit: 20_000, unit: 'bytes' }),
  feishu: () => ({ limit: 20_000, unit: 'bytes' }),
  teams: () => ({ limit: 20_000, unit: 'bytes' }),
  pagerduty: () => ({ limit: 512_000, unit: 'bytes' }),
  slack: () => ({ limit: 3000, unit: 'utf16', text: longestText }),
  telegram: () => ({
    limit: 4096,
    unit: 'utf16',
    text: ({ text }) => String(text ?? '').replace(/<[^<>]*>|&(\w+);/g, (_, entity) => (entity ? '&' : '')),
  }),
  discord: () => ({ limit: 6000, unit: 'utf16', text: ({ embeds }) => textsIn(embeds).join('') }),
};

/** Written by `cutText` and `fittingLines`, in either language. */
const CUT_NOTE =
  /… \([\d,]+ (?:(?:bytes|characters) cut|more)\)|…（(?:已截去|另有) [\d,]+ (?:字节|个字符|项)）/;

/** @param request as the connector describes it */
export function messageSize(type: string, request: RequestView): MessageSize {
  const written = 'body' in request ? request.body : request;
  const text = typeof written === 'string' ? written : JSON.stringify(written ?? null);
  const cut = CUT_NOTE.test(text);
  const bytes = Buffer.byteLength(text);
  const body = parsed(text);
  const limit = LIMITS[type]?.(body);
  if (!limit) return { bytes, used: null, limit: null, unit: 'bytes', cut };
  const counted = limit.text ? limit.text(body) : text;
  return {
    bytes,
    used: sizeOf(counted.toWellFormed(), limit.unit),
    limit: limit.limit,
    unit: limit.unit === 'bytes' ? 'bytes' : 'characters',
    cut,
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function memberText(value: unknown, name: string): string {
  return typeof value === 'object' && value !== null
    ? String((value as Readonly<Record<string, unknown>>)[name] ?? '')
    : '';
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Slack counts each block by itself. */
function longestText(body: Readonly<Record<string, unknown>>): string {
  return textsIn(body).reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}
