import { AddressRefusedError } from '../lib/address-rules.ts';
import { describeNetworkError } from '../lib/network-error.ts';
import type { Outcome } from './outcome.ts';

/** Ends with the signal's reason when that comes first; the driver's own end is nobody's business then. */
export async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  if (signal.aborted) {
    work.catch(() => undefined);
    throw signal.reason;
  }
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** What it means that nobody answered. @param host where it went, for people */
export function networkFailure(error: unknown, host: string): Outcome {
  const refused = refusedAddressIn(error);
  if (refused) return { kind: 'rejected', cause: 'config', reason: refused.message };
  return { kind: 'unavailable', cause: 'network', reason: describeNetworkError(error, host) };
}

/** Drivers wrap the errors of sockets in their own. */
function refusedAddressIn(error: unknown): AddressRefusedError | undefined {
  if (error instanceof AddressRefusedError) return error;
  if (!(error instanceof Error)) return undefined;
  const inner = error instanceof AggregateError ? error.errors : [];
  for (const cause of [error.cause, ...inner]) {
    const found = refusedAddressIn(cause);
    if (found) return found;
  }
  return undefined;
}
