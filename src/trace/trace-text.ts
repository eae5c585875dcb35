import { printable } from '../lib/human-log.ts';
import type { TraceRecord } from './trace-record.ts';

const MARKS = { received: 'RECV', sent: 'SENT', event: 'INFO' } as const;

/**
 * A line for people: time, direction, client, what it is, and its fields. Names from devices stand as JSON, so that
 * none can pass for two fields or steer a terminal.
 */
export function textLine(record: TraceRecord): string {
  const { time, kind, type, clientid, peername, fields } = record;
  const who = [clientid === undefined ? '' : worded(clientid), peername ?? ''].filter(Boolean).join('@');
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${worded(value)}`);
  return `${printable([time, MARKS[kind], ...(who === '' ? [] : [who]), type, ...rest].join(' '))}\n`;
}

/** Lines as they are kept to lines for people. */
export function textOf(lines: string): string {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => textLine(JSON.parse(line) as TraceRecord))
    .join('');
}

function worded(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=@]+$/.test(value) ? value : JSON.stringify(value);
}
