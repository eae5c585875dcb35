import { canonicalType } from '../../connectors/connector-kinds.ts';
import { DeliveryError } from '../delivery-error.ts';

/** The id of a connector or an action in its two halves: `http:wecom` is the type `http` and the name `wecom`. */
export function splitId(id: string): { type: string; name: string } {
  const colon = id.indexOf(':');
  return { type: id.slice(0, colon), name: id.slice(colon + 1) };
}

/** There is nothing of this id, or it is none. */
export function notFound(what: 'Action' | 'Connector' | 'Source', id: string): DeliveryError {
  const message = id.includes(':')
    ? `${what} not found: ${id}`
    : `Invalid ${what.toLowerCase()} ID: ${id} (write type:name)`;
  return new DeliveryError('NOT_FOUND', message);
}

/** `postgres:a` is `pgsql:a`. */
export function canonicalId(id: string): string {
  const { type, name } = splitId(id);
  return id.includes(':') ? `${canonicalType(type)}:${name}` : id;
}
