import type { AccessRequest, Subject } from './access-request.ts';
import type { PublishScope, Rule } from './rule.ts';

/** What a source of rules says about a request. */
export interface Judgement {
  /** `nomatch`: no rule is about it; `ignore`: the source leaves it to the next one. */
  readonly verdict: 'allow' | 'deny' | 'ignore' | 'nomatch';
  readonly rule?: Rule;
  /** What there is to say beside the rule: why it could not be found out, what a service answered. */
  readonly detail?: string;
  /** The source could not find out, so that the verdict is no rule and is not remembered. */
  readonly isFailure?: boolean;
}

export const NO_MATCH: Judgement = { verdict: 'nomatch' };

/** One of the places that rules come from. It never rejects: what it cannot find out, it denies. */
export interface AuthorizationSource {
  readonly isConnected: boolean;
  /** Opens what can fail, before the source takes its place. @throws AccessError BAD_REQUEST */
  prepare?(): Promise<void>;
  judge(subject: Subject, request: AccessRequest): Judgement | Promise<Judgement>;
  publishScope(subject: Subject): PublishScope;
  close(): Promise<void>;
}

/** Stands in the chain for a source that cannot do its work: nobody passes. */
export class BrokenSource implements AuthorizationSource {
  readonly isConnected = false;
  readonly #judgement: Judgement;

  /** @param reason a sentence */
  constructor(reason: string) {
    this.#judgement = { verdict: 'deny', detail: reason, isFailure: true };
  }

  judge(): Judgement {
    return this.#judgement;
  }

  publishScope(): PublishScope {
    return 'judges';
  }

  async close(): Promise<void> {}
}
