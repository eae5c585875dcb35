import { ApiError } from './api-error.ts';

/** @throws ApiError 404 for a node in a path that is not this one */
export function checkNode(asked: string, node: string): void {
  if (asked !== node) throw new ApiError(404, 'NOT_FOUND', `Node not found: ${asked}`);
}

/** @throws ApiError 500, as EMQX has it, for a node in a query that is not this one */
export function checkNodeFilter(asked: string | undefined, node: string): void {
  if (asked === undefined || asked === node) return;
  throw new ApiError(500, 'NODE_DOWN', `The node is not known or not reachable: ${asked}`);
}
