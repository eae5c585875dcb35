import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Client } from '../client.ts';
import { Deadline } from '../timing-wheel.ts';

/** Ends the connection at this moment, because what let the client in is no longer true. @param at Unix milliseconds */
export function endAt(client: Client, at: number): void {
  const { wheel } = client.broker;
  if (client.expiry) wheel.cancel(client.expiry);
  client.expiry = new Deadline(() =>
    client.end({
      reason: 'not_authorized',
      closedBy: 'server',
      reasonCode: ReasonCode.NotAuthorized,
      reasonString: 'what the client signed in with has expired',
    }),
  );
  wheel.schedule(client.expiry, at);
}
