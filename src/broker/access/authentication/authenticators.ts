import { redact } from '../../../lib/secrets.ts';
import type { Definitions } from '../../../store/definitions.ts';
import { AccessError } from '../access-error.ts';
import { withStoredSecrets } from '../with-stored-secrets.ts';
import { type Credentials, IGNORE, type Judgement } from './authenticator.ts';
import {
  type AuthenticatorId,
  type AuthenticatorSettings,
  isAuthenticatorId,
  readAuthenticator,
} from './authenticator-settings.ts';
import type { AuthenticatorUsers } from './authenticator-users.ts';
import { movedTo } from './chain-position.ts';
import { ChangedAuthenticators } from './changed-authenticators.ts';
import { type AuthenticatorParts, ConfiguredAuthenticator } from './configured-authenticator.ts';
import type { Conversation } from './conversation.ts';

export interface AuthenticatorsOptions extends AuthenticatorParts {
  readonly definitions: Definitions;
  /** As the configuration file has them, in its order. */
  readonly fromFile: readonly AuthenticatorSettings[];
}

/** Settings without their secrets. */
export type AuthenticatorView = AuthenticatorSettings & { readonly id: string };

/**
 * The chain of authenticators (REST `/authentication`): each allows, denies or leaves it to the next. What the file says
 * is the base; an authenticator that was changed, added or deleted through the API is as the API left it, also after a
 * restart. Changes are on disk when they are answered.
 */
export class Authenticators {
  readonly #parts: AuthenticatorsOptions;
  readonly #changed: ChangedAuthenticators;
  #chain: readonly ConfiguredAuthenticator[] = [];
  #enabled: readonly ConfiguredAuthenticator[] = [];
  /** One change at a time: opening an authenticator takes a while. */
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(options: AuthenticatorsOptions) {
    this.#parts = options;
    this.#changed = new ChangedAuthenticators(options.definitions);
  }

  /** Opens all. @throws Error that names an authenticator of the file that cannot be used */
  async open(): Promise<void> {
    const { fromFile, logger } = this.#parts;
    const chain: ConfiguredAuthenticator[] = [];
    for (const { settings, isStored } of this.#changed.applyTo(fromFile)) {
      if (isStored) chain.push(await ConfiguredAuthenticator.openStored(settings, this.#parts));
      else chain.push(await ConfiguredAuthenticator.open(settings, this.#parts));
    }
    this.#setChain(chain);
    const overruled = this.#changed.overrule(fromFile);
    if (overruled.length > 0) {
      logger.info(
        { authenticators: overruled },
        'authenticators of the configuration file were changed through the API, which wins',
      );
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#chain.map((entry) => entry.close()));
    await this.#parts.passwords.close();
  }

  /** Whether anybody checks clients at all. */
  get isEnabled(): boolean {
    return this.#enabled.length > 0;
  }

  /** Asks one after the other; `ignore` when all of them leave it to the next. */
  check(credentials: Credentials): Judgement | Promise<Judgement> {
    return ask(this.#enabled, 0, credentials);
  }

  /** For an authentication method of MQTT 5; undefined when nobody offers it. */
  conversation(method: string): Conversation | undefined {
    for (const entry of this.#enabled) {
      const conversation = entry.conversation(method);
      if (conversation) return conversation;
    }
    return undefined;
  }

  list(): AuthenticatorView[] {
    return this.#chain.map(view);
  }

  /** @throws AccessError NOT_FOUND */
  get(id: string): AuthenticatorView {
    return view(this.#find(id));
  }

  /** Puts it at the end of the chain. @throws AccessError ALREADY_EXISTS, BAD_REQUEST */
  create(body: unknown): Promise<AuthenticatorView> {
    return this.#change(async () => {
      const { id, settings } = readAuthenticator(withStoredSecrets(body, undefined));
      if (this.#chain.some((entry) => entry.id === id)) {
        throw new AccessError('ALREADY_EXISTS', `authenticator ${id} exists already: change it instead`);
      }
      const entry = await this.#open(settings);
      this.#changed.put(id, settings);
      this.#setChain([...this.#chain, entry]);
      this.#saveOrder();
      return view(entry);
    });
  }

  /** Replaces the settings; a secret given as `******` stays as it was. @throws AccessError NOT_FOUND, BAD_REQUEST */
  update(id: string, body: unknown): Promise<void> {
    return this.#change(async () => {
      const old = this.#find(id);
      const { id: sent, settings } = readAuthenticator(withStoredSecrets(body, old.settings));
      if (sent !== id)
        throw new AccessError('BAD_REQUEST', `these are the settings of ${sent}, not of ${id}`);
      const entry = await this.#open(settings);
      this.#changed.put(id, settings);
      this.#setChain(this.#chain.map((each) => (each === old ? entry : each)));
      await old.close();
    });
  }

  /** With its users. @throws AccessError NOT_FOUND */
  delete(id: string): Promise<void> {
    return this.#change(async () => {
      const entry = this.#find(id);
      this.#changed.delete(entry.id);
      entry.users?.clear();
      this.#setChain(this.#chain.filter((each) => each !== entry));
      this.#saveOrder();
      await entry.close();
    });
  }

  /** @param position `front`, `rear`, `before:ID`, `after:ID` @throws AccessError NOT_FOUND, BAD_REQUEST */
  move(id: string, position: string): void {
    const entry = this.#find(id);
    const order = movedTo(
      this.#chain.map((each) => each.id),
      entry.id,
      position,
    );
    this.#sortBy(order);
  }

  /** @param ids all of them @throws AccessError BAD_REQUEST */
  reorder(ids: readonly string[]): void {
    const known = new Set<string>(this.#chain.map(({ id }) => id));
    if (ids.length !== known.size || !new Set(ids).isSupersetOf(known)) {
      throw new AccessError('BAD_REQUEST', `name each authenticator once: ${[...known].join(', ')}`);
    }
    this.#sortBy(ids);
  }

  /** @throws AccessError NOT_FOUND */
  status(id: string): Pick<ConfiguredAuthenticator, 'status' | 'metrics'> {
    return this.#find(id);
  }

  /** @throws AccessError NOT_FOUND for an authenticator that keeps no users, too */
  users(id: string): AuthenticatorUsers<unknown> {
    const { users } = this.#find(id);
    if (!users) throw new AccessError('NOT_FOUND', `authenticator ${id} keeps no users`);
    return users;
  }

  #find(id: string): ConfiguredAuthenticator {
    const entry = isAuthenticatorId(id) ? this.#chain.find((each) => each.id === id) : undefined;
    if (!entry) throw new AccessError('NOT_FOUND', `there is no authenticator ${id}`);
    return entry;
  }

  async #open(settings: AuthenticatorSettings): Promise<ConfiguredAuthenticator> {
    try {
      return await ConfiguredAuthenticator.open(settings, this.#parts);
    } catch (error) {
      throw error instanceof AccessError ? error : new AccessError('BAD_REQUEST', (error as Error).message);
    }
  }

  #change<Result>(run: () => Promise<Result>): Promise<Result> {
    const change = this.#lastChange.then(run);
    this.#lastChange = change.catch(() => undefined);
    return change;
  }

  #sortBy(ids: readonly string[]): void {
    this.#setChain(this.#chain.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)));
    this.#saveOrder();
  }

  #saveOrder(): void {
    this.#changed.order = this.#chain.map(({ id }) => id);
  }

  #setChain(chain: readonly ConfiguredAuthenticator[]): void {
    this.#chain = chain;
    this.#enabled = chain.filter(({ settings }) => settings.enable);
  }
}

function ask(
  chain: readonly ConfiguredAuthenticator[],
  start: number,
  credentials: Credentials,
): Judgement | Promise<Judgement> {
  for (let index = start; index < chain.length; index++) {
    const judgement = chain[index]?.check(credentials) ?? IGNORE;
    if (judgement instanceof Promise) {
      return judgement.then((late) => (late.result === 'ignore' ? ask(chain, index + 1, credentials) : late));
    }
    if (judgement.result !== 'ignore') return judgement;
  }
  return IGNORE;
}

function view({ id, settings }: ConfiguredAuthenticator): AuthenticatorView {
  return { id: id satisfies AuthenticatorId, ...redact(settings) };
}
