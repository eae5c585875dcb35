import { RateMeter, type Rates } from '../../../lib/rate.ts';
import type { Authenticator, Credentials, Judgement } from './authenticator.ts';
import {
  type AuthenticatorId,
  type AuthenticatorSettings,
  readAuthenticator,
} from './authenticator-settings.ts';
import type { AuthenticatorUsers } from './authenticator-users.ts';
import { BrokenAuthenticator } from './broken-authenticator.ts';
import { BuiltInDatabase, type BuiltInDatabaseParts } from './built-in-database.ts';
import type { Conversation } from './conversation.ts';
import { HttpAuthenticator } from './http-authenticator.ts';
import { JwtAuthenticator } from './jwt-authenticator.ts';
import { ScramDatabase } from './scram-database.ts';

export type AuthenticatorParts = BuiltInDatabaseParts;

export interface AuthenticatorMetrics extends Rates {
  readonly total: number;
  readonly success: number;
  readonly failed: number;
  /** How often it left the client to the next one. */
  readonly nomatch: number;
}

/** An authenticator with its settings and its figures. */
export class ConfiguredAuthenticator {
  readonly id: AuthenticatorId;
  readonly settings: AuthenticatorSettings;
  readonly #authenticator: Authenticator & { readonly users?: AuthenticatorUsers<never> };
  readonly #rate: RateMeter;
  readonly #counts = { allow: 0, deny: 0, ignore: 0 };

  private constructor(
    settings: AuthenticatorSettings,
    authenticator: Authenticator,
    parts: AuthenticatorParts,
  ) {
    this.id = readAuthenticator(settings).id;
    this.settings = settings;
    this.#authenticator = authenticator;
    this.#rate = new RateMeter(parts.clock);
  }

  /** @throws Error with a sentence when it cannot do its work as it is set */
  static async open(
    settings: AuthenticatorSettings,
    parts: AuthenticatorParts,
  ): Promise<ConfiguredAuthenticator> {
    return new ConfiguredAuthenticator(settings, await openAuthenticator(settings, parts), parts);
  }

  /**
   * One that worked when it was stored. If it does not any more (a file is gone), it stays in its place and refuses
   * whoever comes as far, which is better than letting the next one decide alone.
   */
  static async openStored(
    settings: AuthenticatorSettings,
    parts: AuthenticatorParts,
  ): Promise<ConfiguredAuthenticator> {
    try {
      return await ConfiguredAuthenticator.open(settings, parts);
    } catch (error) {
      const { id } = readAuthenticator(settings);
      parts.logger.error(
        { err: error, authenticator: id },
        'an authenticator cannot do its work and refuses every client that reaches it: change or delete it',
      );
      return new ConfiguredAuthenticator(settings, new BrokenAuthenticator(), parts);
    }
  }

  get status(): Authenticator['status'] {
    return this.#authenticator.status;
  }

  get users(): AuthenticatorUsers<unknown> | undefined {
    return this.#authenticator.users as AuthenticatorUsers<unknown> | undefined;
  }

  get metrics(): AuthenticatorMetrics {
    const { allow, deny, ignore } = this.#counts;
    return {
      total: allow + deny + ignore,
      success: allow,
      failed: deny,
      nomatch: ignore,
      ...this.#rate.read(),
    };
  }

  check(credentials: Credentials): Judgement | Promise<Judgement> {
    const judgement = this.#authenticator.check(credentials);
    return judgement instanceof Promise
      ? judgement.then((late) => this.#count(late))
      : this.#count(judgement);
  }

  /** Undefined when it does not offer this method. */
  conversation(method: string): Conversation | undefined {
    const conversation = this.#authenticator.conversation?.(method);
    return (
      conversation && {
        step: (data) => {
          const step = conversation.step(data);
          if (step.kind === 'done') this.#count(step.judgement);
          return step;
        },
      }
    );
  }

  close(): Promise<void> {
    return this.#authenticator.close();
  }

  #count(judgement: Judgement): Judgement {
    this.#rate.add();
    this.#counts[judgement.result]++;
    return judgement;
  }
}

async function openAuthenticator(
  settings: AuthenticatorSettings,
  parts: AuthenticatorParts,
): Promise<Authenticator> {
  if (settings.mechanism === 'scram') {
    return new ScramDatabase(readAuthenticator(settings).id, settings, parts);
  }
  if (settings.mechanism === 'jwt') return await JwtAuthenticator.open(settings, parts);
  if (settings.backend === 'http') return await HttpAuthenticator.open(settings, parts);
  const database = new BuiltInDatabase(readAuthenticator(settings).id, settings, parts);
  await database.open();
  return database;
}
