import type { AccessRequest, Permission, Subject } from './access-request.ts';
import { type AuthorizationSettings, DEFAULT_SETTINGS } from './authorization-settings.ts';
import { type AclReader, ClientAcls } from './client-acl.ts';
import type { ConfiguredSource } from './configured-source.ts';
import type { Rule } from './rule.ts';
import { RuleItemError } from './rule-item-error.ts';
import type { Judgement } from './source.ts';
import type { SourceType } from './source-settings.ts';

/** Who decided, as `authz_source` of events tells it; `function`: that of a program that embeds the broker. */
export type Decider = 'superuser' | 'client_info' | 'cache' | 'default' | 'function' | SourceType;

export interface Decision {
  readonly permission: Permission;
  readonly decider: Decider;
  readonly rule: Rule | undefined;
  readonly detail: string | undefined;
  /** A source could not find out: denied, and not remembered. */
  readonly isFailure: boolean;
}

/** What one source said, told while a decision is explained. */
export type Witness = (decider: Decider, judgement: Judgement) => void;

const BY_RANK = decision('allow', 'superuser');
const BY_DEFAULT = { allow: decision('allow', 'default'), deny: decision('deny', 'default') };

/**
 * The sources of access rules in their order, and what counts when none of them knows. `version` changes with every
 * change after which an earlier verdict may be wrong.
 */
export class AuthorizationChain {
  version = 0;
  #sources: readonly ConfiguredSource[] = [];
  #settings = DEFAULT_SETTINGS;
  readonly #listeners: (() => void)[] = [];
  #acls: ClientAcls;

  /** @param readAcl for the lists that authenticators bring; where there is none, there are no lists */
  constructor(readAcl: AclReader = refuseAcl) {
    this.#acls = new ClientAcls(readAcl);
  }

  set aclReader(readAcl: AclReader) {
    this.#acls = new ClientAcls(readAcl);
    this.changed();
  }

  get settings(): AuthorizationSettings {
    return this.#settings;
  }

  set settings(settings: AuthorizationSettings) {
    this.#settings = settings;
    this.changed();
  }

  /** Those that are asked. */
  get sources(): readonly ConfiguredSource[] {
    return this.#sources;
  }

  set sources(sources: readonly ConfiguredSource[]) {
    this.#sources = sources;
    this.changed();
  }

  /** Whether one of them may have to ask elsewhere. */
  get asksElsewhere(): boolean {
    return this.#sources.some((source) => source.asksElsewhere);
  }

  /** Calls the listener after each change, when the new rules hold already. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** A rule within a source is another one now. */
  changed(): void {
    this.version++;
    for (const listener of this.#listeners) listener();
  }

  /** Whether the client may publish to every topic that does not begin with `$`, so that nobody has to ask again. */
  isFreeToPublish(subject: Subject): boolean {
    if (subject.isSuperuser) return true;
    const own = this.#acls.publishScope(subject);
    if (own !== 'passes') return own === 'free';
    for (const source of this.#sources) {
      const scope = source.publishScope(subject);
      if (scope !== 'passes') return scope === 'free';
    }
    return this.#settings.noMatch === 'allow';
  }

  /**
   * Whether the client may do it. At once, unless a source has to ask elsewhere; it never rejects.
   * @param witness told what each source said; then nothing is counted
   */
  decide(subject: Subject, request: AccessRequest, witness?: Witness): Decision | Promise<Decision> {
    if (subject.isSuperuser) return BY_RANK;
    const own = this.#acls.judge(subject, request);
    witness?.('client_info', own);
    return decisionOf('client_info', own) ?? this.#ask(this.#sources, 0, subject, request, witness);
  }

  /** @param sources those of the moment in which the question was put, whatever changes meanwhile */
  #ask(
    sources: readonly ConfiguredSource[],
    start: number,
    subject: Subject,
    request: AccessRequest,
    witness: Witness | undefined,
  ): Decision | Promise<Decision> {
    for (let index = start; index < sources.length; index++) {
      const source = sources[index] as ConfiguredSource;
      const judgement = source.judge(subject, request, witness === undefined);
      if (judgement instanceof Promise) {
        return judgement.then((late) => {
          witness?.(source.type, late);
          return decisionOf(source.type, late) ?? this.#ask(sources, index + 1, subject, request, witness);
        });
      }
      witness?.(source.type, judgement);
      const found = decisionOf(source.type, judgement);
      if (found) return found;
    }
    return BY_DEFAULT[this.#settings.noMatch];
  }
}

function decisionOf(decider: Decider, judgement: Judgement): Decision | undefined {
  const { verdict, rule, detail, isFailure = false } = judgement;
  if (verdict !== 'allow' && verdict !== 'deny') return undefined;
  return { permission: verdict, decider, rule, detail, isFailure };
}

function decision(permission: Permission, decider: Decider): Decision {
  return { permission, decider, rule: undefined, detail: undefined, isFailure: false };
}

function refuseAcl(): never {
  throw new RuleItemError('no authenticator is at work that could have brought rules');
}
