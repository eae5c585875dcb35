import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Client } from '../client.ts';
import type { ClientInfo } from '../events.ts';
import { Deadline } from '../timing-wheel.ts';
import { refuse } from './connack.ts';
import { waitFor } from './pending-verdict.ts';

/** What a client is told that does not know the right words. Everything else has nothing to do with guessing. */
const GUESSES: ReadonlySet<number> = new Set([
  ReasonCode.BadUserNameOrPassword,
  ReasonCode.NotAuthorized,
  ReasonCode.BadAuthenticationMethod,
]);

/** Says no, the later the more often it had to be said to this address. */
export function refuseGuess(client: Client, info: ClientInfo, reasonCode: ReasonCode): void {
  const { authentication, failedConnects, wheel } = client.broker;
  const { peerHost } = info;
  const delay = authentication.isEnabled && GUESSES.has(reasonCode) ? failedConnects.failed(peerHost) : 0;
  if (delay === 0) {
    refuse(client, info, reasonCode);
    return;
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  const deadline = new Deadline(() => {
    failedConnects.answered(peerHost);
    resolve();
  });
  wheel.schedule(deadline, client.now + delay);
  waitFor(client, promise, () => refuse(client, info, reasonCode));
}
