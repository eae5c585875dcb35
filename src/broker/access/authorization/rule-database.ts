import type { Definitions } from '../../../store/definitions.ts';
import { AccessError } from '../access-error.ts';
import type { AccessRequest, Subject } from './access-request.ts';
import { firstMatch, type PublishScope, publishScope, type Rule } from './rule.ts';
import { compileRuleItem, type RuleItem } from './rule-item.ts';
import { RuleItemError } from './rule-item-error.ts';
import { type AuthorizationSource, type Judgement, NO_MATCH } from './source.ts';

/** Whom a list of rules belongs to. */
export type Owner = 'clients' | 'users';

export interface OwnedRules {
  readonly name: string;
  readonly rules: readonly RuleItem[];
}

interface Kept {
  readonly items: readonly RuleItem[];
  readonly rules: readonly Rule[];
}

const KINDS = {
  clients: 'authorization_client',
  users: 'authorization_user',
  all: 'authorization_all',
} as const;
const ALL = 'all';
const NOBODY: Kept = { items: [], rules: [] };

/** The rules that are kept in the store: of single clients, of single users, and for all, judged in this order. */
export class RuleDatabase implements AuthorizationSource {
  readonly isConnected = true;
  readonly #definitions: Definitions;
  readonly #owned = { clients: new Map<string, Kept>(), users: new Map<string, Kept>() };
  #all = NOBODY;
  readonly #onChange: () => void;

  /** @param onChange told after each change of a rule */
  constructor(definitions: Definitions, onChange: () => void) {
    this.#definitions = definitions;
    this.#onChange = onChange;
    for (const owner of ['clients', 'users'] as const) {
      for (const { id, body } of definitions.list<RuleItem[]>(KINDS[owner]))
        this.#owned[owner].set(id, keep(body, owner, id));
    }
    const all = definitions.get<RuleItem[]>(KINDS.all, ALL);
    if (all) this.#all = keep(all.body, ALL);
  }

  judge(subject: Subject, request: AccessRequest): Judgement {
    for (const rules of this.#listsOf(subject)) {
      const rule = firstMatch(rules, subject, request);
      if (rule) return { verdict: rule.permission, rule };
    }
    return NO_MATCH;
  }

  publishScope(subject: Subject): PublishScope {
    for (const rules of this.#listsOf(subject)) {
      const scope = publishScope(rules, subject);
      if (scope !== 'passes') return scope;
    }
    return 'passes';
  }

  async close(): Promise<void> {}

  /** Of all owners, and those for all. */
  get ruleCount(): number {
    let count = this.#all.items.length;
    for (const owned of Object.values(this.#owned)) {
      for (const { items } of owned.values()) count += items.length;
    }
    return count;
  }

  /** In the order of the names. */
  list(owner: Owner): OwnedRules[] {
    return [...this.#owned[owner]]
      .map(([name, { items }]) => ({ name, rules: items }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(owner: Owner, name: string): OwnedRules | undefined {
    const kept = this.#owned[owner].get(name);
    return kept && { name, rules: kept.items };
  }

  /** All or none. @throws AccessError ALREADY_EXISTS, BAD_REQUEST, EXCEED_LIMIT */
  create(owner: Owner, lists: readonly OwnedRules[], maximum: number): void {
    const names = new Set<string>();
    for (const { name } of lists) {
      if (names.has(name) || this.#owned[owner].has(name)) {
        throw new AccessError('ALREADY_EXISTS', `there are rules of ${name} already: replace them with PUT`);
      }
      names.add(name);
    }
    const kept = lists.map(({ name, rules }) => checked(rules, maximum, owner, name));
    for (const [index, { name }] of lists.entries()) this.#put(owner, name, kept[index] as Kept);
    this.#onChange();
  }

  /** @throws AccessError BAD_REQUEST */
  replace(owner: Owner, { name, rules }: OwnedRules, maximum: number): void {
    this.#put(owner, name, checked(rules, maximum, owner, name));
    this.#onChange();
  }

  /** False when there were none. */
  delete(owner: Owner, name: string): boolean {
    if (!this.#owned[owner].delete(name)) return false;
    this.#definitions.delete(KINDS[owner], name);
    this.#onChange();
    return true;
  }

  /** The rules for all. */
  get all(): readonly RuleItem[] {
    return this.#all.items;
  }

  /** @throws AccessError BAD_REQUEST */
  replaceAll(rules: readonly RuleItem[], maximum: number): void {
    this.#all = checked(rules, maximum, ALL);
    if (rules.length === 0) this.#definitions.delete(KINDS.all, ALL);
    else this.#definitions.put(KINDS.all, ALL, rules);
    this.#onChange();
  }

  /** Deletes every rule. */
  purge(): void {
    for (const owner of ['clients', 'users'] as const) {
      for (const name of this.#owned[owner].keys()) this.#definitions.delete(KINDS[owner], name);
      this.#owned[owner].clear();
    }
    this.replaceAll([], 0);
  }

  *#listsOf({ clientId, username }: Subject): Generator<readonly Rule[], void, undefined> {
    const ofClient = this.#owned.clients.get(clientId);
    if (ofClient) yield ofClient.rules;
    const ofUser = username === undefined ? undefined : this.#owned.users.get(username);
    if (ofUser) yield ofUser.rules;
    yield this.#all.rules;
  }

  #put(owner: Owner, name: string, kept: Kept): void {
    this.#owned[owner].set(name, kept);
    this.#definitions.put(KINDS[owner], name, kept.items);
  }
}

/** @throws AccessError BAD_REQUEST */
function checked(items: readonly RuleItem[], maximum: number, owner: Owner | 'all', name?: string): Kept {
  if (items.length > maximum) {
    throw new AccessError(
      'BAD_REQUEST',
      `${items.length} rules, at most ${maximum}: raise max_rules of the source, or use wildcards`,
    );
  }
  try {
    return keep(items, owner, name);
  } catch (error) {
    if (error instanceof RuleItemError) throw new AccessError('BAD_REQUEST', error.message);
    throw error;
  }
}

function keep(items: readonly RuleItem[], owner: Owner | 'all', name?: string): Kept {
  const whose = owner === 'all' ? 'for all' : `of ${owner === 'clients' ? 'client' : 'user'} ${name}`;
  return { items, rules: items.map((item, index) => compileRuleItem(item, `rule ${index + 1} ${whose}`)) };
}
