import { type Authenticator, FAILED, type Judgement } from './authenticator.ts';

/** Stands in the chain for one that cannot do its work: nobody passes. */
export class BrokenAuthenticator implements Authenticator {
  readonly status = 'disconnected';

  check(): Judgement {
    return FAILED;
  }

  async close(): Promise<void> {}
}
