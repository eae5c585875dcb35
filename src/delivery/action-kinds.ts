import type { ActionKind } from './action-kind.ts';
import { httpAction } from './http-action.ts';

/** Every kind of action by its type, which is that of its connector. A new one is a line here. */
export const actionKinds: ReadonlyMap<string, ActionKind> = new Map(
  [httpAction].map((kind) => [kind.type, kind]),
);
