import { isLoopback } from '../../../lib/peer-address.ts';
import { ReasonCode } from '../../../mqtt/reason-codes.ts';
import type { ListenerSeats } from '../../listener-seats.ts';
import type { AccessPolicy } from '../access.ts';
import { type Allow, allow, type Credentials, IGNORE, type Judgement } from './authenticator.ts';
import type { Conversation } from './conversation.ts';

/** The authenticators in their order. */
export interface AuthenticatorChain {
  /** Whether there is one that is asked. */
  readonly isEnabled: boolean;
  /** `ignore` when all of them leave it to the next. */
  check(credentials: Credentials): Judgement | Promise<Judgement>;
  /** For an authentication method of MQTT 5; undefined when nobody offers it. */
  conversation(method: string): Conversation | undefined;
}

export type Verdict =
  | (Omit<Allow, 'result'> & {
      readonly allowed: true /** Nobody checked who it is. */;
      readonly isAnonymous: boolean;
    })
  | { readonly allowed: false; readonly reasonCode: ReasonCode; readonly isAnonymous: boolean };

export const NO_AUTHENTICATORS: AuthenticatorChain = {
  isEnabled: false,
  check: () => IGNORE,
  conversation: () => undefined,
};

/** Whether a client is let in, and as whom. Who is not allowed by somebody is refused. */
export class Authentication {
  readonly #policy: AccessPolicy;
  readonly #chain: AuthenticatorChain;

  constructor(policy: AccessPolicy, chain: AuthenticatorChain) {
    this.#policy = policy;
    this.#chain = chain;
  }

  /** Whether clients have to show who they are, so that sessions belong to somebody. */
  get isEnabled(): boolean {
    return this.#chain.isEnabled;
  }

  conversation(method: string): Conversation | undefined {
    return this.#chain.conversation(method);
  }

  /** At once, unless an authenticator has to wait for something. @param enableAuthn of the listener */
  check(credentials: Credentials, enableAuthn: ListenerSeats['enableAuthn']): Verdict | Promise<Verdict> {
    const { certifiedName } = credentials;
    if (certifiedName !== undefined && (enableAuthn === false || !this.#chain.isEnabled)) {
      return verdictOf(allow(certifiedName));
    }
    if (enableAuthn === false) return anonymous();
    if (!this.#chain.isEnabled) {
      const { allowAnonymous } = this.#policy;
      const isAllowed =
        allowAnonymous === true || (allowAnonymous === 'loopback' && isLoopback(credentials.peerHost));
      return isAllowed ? anonymous() : refused(ReasonCode.NotAuthorized, true);
    }
    const { username, password } = credentials;
    if (enableAuthn === 'quick_deny_anonymous' && username === undefined && password === undefined) {
      return refused(ReasonCode.NotAuthorized, true);
    }
    const judgement = this.#chain.check(credentials);
    return judgement instanceof Promise ? judgement.then(verdictOf) : verdictOf(judgement);
  }
}

export function verdictOf(judgement: Judgement): Verdict {
  switch (judgement.result) {
    case 'allow': {
      const { result: _, ...about } = judgement;
      return { ...about, allowed: true, isAnonymous: false };
    }
    case 'deny':
      return refused(judgement.reasonCode, false);
    case 'ignore': // nobody knows the client
      return refused(ReasonCode.NotAuthorized, true);
  }
}

function anonymous(): Verdict {
  const { result: _, ...about } = allow(undefined);
  return { ...about, allowed: true, isAnonymous: true };
}

function refused(reasonCode: ReasonCode, isAnonymous: boolean): Verdict {
  return { allowed: false, reasonCode, isAnonymous };
}
