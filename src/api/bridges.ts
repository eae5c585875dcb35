import type { Actions, ActionView, Connectors } from '../delivery/door.ts';
import type { Bridge } from './contract.ts';

type Parts = { connectors: Pick<Connectors, 'list'>; actions: Pick<Actions, 'list'> };

/** What is in the place of `http` in ids of that time. */
const OLD_HTTP = 'webhook';

/**
 * Each connector with the action of the same name as one thing, as they were before they were told apart. Nothing
 * but monitoring asks for them.
 */
export function bridges({ connectors, actions }: Parts): Bridge[] {
  const pairs = pairsOf({ connectors, actions });
  return pairs.map(({ connector, action }) => ({
    ...connector,
    ...action,
    type: oldType(action, pairs),
    connector: action.name,
  }));
}

/** The id of the action behind the id of a bridge; undefined when there is no such bridge. */
export function actionOfBridge(id: string, parts: Parts): string | undefined {
  const pairs = pairsOf(parts);
  const found = pairs.find(({ action }) =>
    [action.type, oldType(action, pairs)].some((type) => `${type}:${action.name}` === id),
  );
  return found && `${found.action.type}:${found.action.name}`;
}

function pairsOf({ connectors, actions }: Parts) {
  const byId = new Map(
    connectors.list().map((connector) => [`${connector.type}:${connector.name}`, connector]),
  );
  return actions.list().flatMap((action) => {
    const connector = byId.get(`${action.type}:${action.name}`);
    return connector && action.connector === action.name ? [{ connector, action }] : [];
  });
}

/** `webhook` is a type of its own now: where one of this name is there, the other keeps its present type. */
function oldType({ type, name }: ActionView, pairs: readonly { action: ActionView }[]): string {
  const isTaken = pairs.some(({ action }) => action.type === OLD_HTTP && action.name === name);
  return type === 'http' && !isTaken ? OLD_HTTP : type;
}
