import type { Subject } from '../../alerts/door.ts';
import { isMap, type RowSource } from '../../sql/door.ts';

/** One for all: there may be a million subjects in memory. */
const NONE: Record<string, string> = {};

/** The client of an event, from the event's own columns; undefined when it is about none. */
export function subjectOf(source: RowSource): Subject | undefined {
  const clientId = textOf(source, 'clientid');
  if (clientId === undefined) return undefined;
  const sequence = source.column('sequence');
  return {
    clientId,
    username: textOf(source, 'username'),
    peerHost: textOf(source, 'peerhost') ?? hostOf(textOf(source, 'peername')),
    listener: textOf(source, 'listener') ?? listenerOf(source.connection),
    node: textOf(source, 'node') ?? '',
    attributes: attributesOf(source),
    reason: textOf(source, 'reason'),
    sequence: typeof sequence === 'number' ? sequence : undefined,
  };
}

function textOf(source: RowSource, column: string): string | undefined {
  const value = source.column(column);
  return typeof value === 'string' ? value : undefined;
}

/** `[::1]:1883` and `10.0.0.1:1883` */
function hostOf(peerName: string | undefined): string | undefined {
  return peerName?.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

/** EMQX has no column for it. */
function listenerOf(connection: object | undefined): string | undefined {
  if (connection === undefined || !('listener' in connection)) return undefined;
  return typeof connection.listener === 'string' && connection.listener !== ''
    ? connection.listener
    : undefined;
}

function attributesOf(source: RowSource): Record<string, string> {
  const attributes = source.column('client_attrs');
  if (!isMap(attributes) || Object.keys(attributes).length === 0) return NONE;
  return Object.fromEntries(
    Object.entries(attributes).filter((entry) => typeof entry[1] === 'string'),
  ) as Record<string, string>;
}
