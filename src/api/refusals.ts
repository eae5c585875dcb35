import { STATUS_CODES } from 'node:http';
import { Problem } from './contract.ts';

type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 429 | 500 | 503;

interface Refusal {
  description: string;
  content: { 'application/json': { schema: typeof Problem } };
}

/** The refusals that a route describes. What every guarded route may answer besides is added to all at once. */
export function refusals<Status extends RefusalStatus>(...statuses: Status[]): Record<Status, Refusal> {
  const entries = statuses.map((status) => [
    status,
    { description: STATUS_CODES[status] ?? '', content: { 'application/json': { schema: Problem } } },
  ]);
  return Object.fromEntries(entries) as Record<Status, Refusal>;
}
