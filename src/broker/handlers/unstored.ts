import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Client } from '../client.ts';
import { reasonOfError } from '../disconnect-reason.ts';

/**
 * Ends the connection of a client whose packet cannot be answered without storing something, while nothing can be
 * stored: it comes again, and asks again.
 */
export function endUnstored(client: Client): void {
  const reasonCode = ReasonCode.QuotaExceeded;
  client.end({ reason: reasonOfError(reasonCode), closedBy: 'server', reasonCode });
}
