import type { AccessRequest, Subject } from './access-request.ts';
import { firstMatch, type PublishScope, publishScope, type Rule } from './rule.ts';
import { RuleItemError } from './rule-item-error.ts';
import { type Judgement, NO_MATCH } from './source.ts';

/** The rules that came with a client's credentials: `acl` of a JWT or of the answer of an HTTP service. */
export interface ClientAcl {
  readonly rules: readonly Rule[];
  /** Whether what it does not name is denied; otherwise the sources are asked. */
  readonly denies: boolean;
}

const NOT_LISTED: Judgement = {
  verdict: 'deny',
  detail: 'the list that came with its authentication does not name it',
};

/** Reads what a token or an answer brought. @throws RuleItemError */
export type AclReader = (written: unknown) => ClientAcl;

/** One that cannot be read allows nothing. */
const UNREADABLE: ClientAcl = { rules: [], denies: true };

/** What the lists that came with clients say. */
export class ClientAcls {
  readonly #read: AclReader;
  /** What became of the lists, for as long as the lists live. */
  readonly #compiled = new WeakMap<object, ClientAcl>();

  constructor(read: AclReader) {
    this.#read = read;
  }

  judge(subject: Subject, request: AccessRequest): Judgement {
    if (subject.acl === undefined) return NO_MATCH;
    const acl = this.#aclOf(subject.acl);
    const rule = firstMatch(acl.rules, subject, request);
    if (rule) return { verdict: rule.permission, rule };
    return acl.denies ? NOT_LISTED : NO_MATCH;
  }

  publishScope(subject: Subject): PublishScope {
    if (subject.acl === undefined) return 'passes';
    const acl = this.#aclOf(subject.acl);
    const scope = publishScope(acl.rules, subject);
    return scope === 'passes' && acl.denies ? 'judges' : scope;
  }

  #aclOf(written: unknown): ClientAcl {
    if (typeof written !== 'object' || written === null) return UNREADABLE;
    let acl = this.#compiled.get(written);
    if (!acl) {
      try {
        acl = this.#read(written);
      } catch (error) {
        if (!(error instanceof RuleItemError)) throw error;
        acl = UNREADABLE;
      }
      this.#compiled.set(written, acl);
    }
    return acl;
  }
}
