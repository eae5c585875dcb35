import { Problem } from '../api/problem.ts';

/** What the server does not understand of a search, and where; undefined for another trouble. */
export function searchProblem(
  error: Error | null | undefined,
): { readonly message: string; readonly from?: number; readonly to?: number } | undefined {
  if (!(error instanceof Problem) || error.status !== 400) return undefined;
  const { at } = (error.body ?? {}) as { readonly at?: { readonly from: number; readonly to: number } };
  return at ? { message: error.message, ...at } : undefined;
}
