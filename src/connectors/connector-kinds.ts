import type { ConnectorKind } from './connector.ts';
import { http } from './http.ts';

/** Every kind of connector by its type. A new one is a line here. */
export const connectorKinds: ReadonlyMap<string, ConnectorKind> = new Map(
  [http].map((kind) => [kind.type, kind]),
);
