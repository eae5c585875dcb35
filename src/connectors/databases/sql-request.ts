import type { RequestView } from '../connector.ts';

/** One statement with its values; the same statement for all rows of an action. JSON-compatible. */
export interface SqlRequest {
  /** With `$1` or `?` where values go. */
  readonly sql: string;
  readonly parameters: readonly SqlParameter[];
}

/** Integers beyond 2^53 are texts: databases read them exactly. */
export type SqlParameter = null | boolean | number | string | SqlBytes | DeliveryId;

export interface SqlBytes {
  /** Base64. */
  readonly bytes: string;
}

/** The id of the delivery, which is known when it is sent, and the same on all repeats. */
export interface DeliveryId {
  readonly delivery: 'id';
}

export type SqlValue = null | boolean | number | string | Buffer;

/** The values as the database is to have them. */
export function sqlValues({ parameters }: SqlRequest, deliveryId: string): SqlValue[] {
  return parameters.map((parameter) => {
    if (typeof parameter !== 'object' || parameter === null) return parameter;
    return 'delivery' in parameter ? deliveryId : Buffer.from(parameter.bytes, 'base64');
  });
}

export function describeSql(
  place: { server: string; database: string },
  { sql, parameters }: SqlRequest,
): RequestView {
  const shown = parameters.map((parameter) =>
    typeof parameter === 'object' && parameter !== null && 'delivery' in parameter
      ? '<id of the delivery>'
      : parameter,
  );
  return { server: place.server, database: place.database, sql, parameters: shown };
}
