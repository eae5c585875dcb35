import { type AuthenticatorChain, NO_AUTHENTICATORS } from './authentication.ts';
import type { Credentials, Judgement } from './authenticator.ts';
import type { Conversation } from './conversation.ts';

/** The place of the authenticators before they are loaded: nobody waits for them at a start at which there are none. */
export class LateAuthenticators implements AuthenticatorChain {
  #chain = NO_AUTHENTICATORS;

  arrive(chain: AuthenticatorChain): void {
    this.#chain = chain;
  }

  get isEnabled(): boolean {
    return this.#chain.isEnabled;
  }

  check(credentials: Credentials): Judgement | Promise<Judgement> {
    return this.#chain.check(credentials);
  }

  conversation(method: string): Conversation | undefined {
    return this.#chain.conversation(method);
  }
}
