import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Store } from '../../../store/store.ts';
import { type Authenticator, allow, IGNORE, type Judgement, WRONG_PASSWORD } from './authenticator.ts';
import { AuthenticatorUsers } from './authenticator-users.ts';
import type { Conversation, ConversationStep } from './conversation.ts';
import type { PasswordHashing } from './password-hashing.ts';
import {
  answerFirst,
  type ClientFirst,
  credentialOf,
  HASH_LENGTH,
  judgeFinal,
  readClientFirst,
  SCRAM_METHODS,
  type ScramCredential,
  type ServerFirst,
} from './scram.ts';
import { UserTable } from './user-table.ts';

export const scramSettings = z.strictObject({
  mechanism: z.literal('scram'),
  backend: z.literal('built_in_database'),
  enable: z.boolean().default(true),
  algorithm: z.enum(['sha256', 'sha512']).default('sha256'),
  iteration_count: z
    .int()
    .min(4096)
    .max(1_000_000)
    .default(4096)
    .meta({ description: 'What the client has to compute; holds for passwords that are set from then on' }),
});

export type ScramSettings = z.output<typeof scramSettings>;

const SALT_LENGTH = 16;

/** Clients prove by SCRAM (MQTT 5 only) that they know a password, without sending it. */
export class ScramDatabase implements Authenticator {
  readonly status = 'connected';
  readonly users: AuthenticatorUsers<ScramCredential>;
  readonly #settings: ScramSettings;
  readonly #table: UserTable<ScramCredential>;
  /** From which the salts of users are made who do not exist, so that one cannot tell. */
  readonly #decoyKey = randomBytes(32);

  constructor(
    id: string,
    settings: ScramSettings,
    { store, passwords }: { readonly store: Store; readonly passwords: PasswordHashing },
  ) {
    const { algorithm, iteration_count: iterations } = settings;
    this.#settings = settings;
    this.#table = new UserTable(store, id);
    this.users = new AuthenticatorUsers(this.#table, {
      isSlow: true,
      make: async (password) => {
        const salt = randomBytes(SALT_LENGTH);
        const length = HASH_LENGTH[algorithm];
        return credentialOf(
          algorithm,
          salt,
          iterations,
          await passwords.pbkdf2(password, salt, iterations, length, algorithm),
        );
      },
      read: () => 'users of SCRAM are imported with their passwords: type=plain',
    });
  }

  /** A password in the clear is for the others in the chain. */
  check(): Judgement {
    return IGNORE;
  }

  /** Undefined for a method that is not this one. */
  conversation(method: string): Conversation | undefined {
    if (method !== SCRAM_METHODS[this.#settings.algorithm]) return undefined;
    return new ScramConversation((username) => this.#find(username));
  }

  async close(): Promise<void> {}

  #find(username: string): Known {
    const user = this.#table.get(username);
    if (user?.credential.algorithm === this.#settings.algorithm) return { ...user, exists: true };
    const { algorithm, iteration_count: iterations } = this.#settings;
    const seed = createHmac('sha512', this.#decoyKey).update(username).digest();
    const credential = credentialOf(algorithm, seed.subarray(0, SALT_LENGTH), iterations, randomBytes(64));
    return { credential, isSuperuser: false, exists: false };
  }
}

interface Known {
  readonly credential: ScramCredential;
  readonly isSuperuser: boolean;
  readonly exists: boolean;
}

/** What has been said. */
interface Begun {
  readonly first: ClientFirst;
  readonly answer: ServerFirst;
  readonly user: Known;
}

class ScramConversation implements Conversation {
  readonly #find: (username: string) => Known;
  #begun: Begun | undefined = undefined;

  constructor(find: (username: string) => Known) {
    this.#find = find;
  }

  step(data = Buffer.alloc(0)): ConversationStep {
    if (this.#begun) return this.#end(data, this.#begun);
    const first = readClientFirst(data);
    if (!first) return { kind: 'done', judgement: WRONG_PASSWORD, username: '', data: undefined };
    const user = this.#find(first.username);
    const answer = answerFirst(first, user.credential);
    this.#begun = { first, answer, user };
    return { kind: 'continue', data: Buffer.from(answer.message) };
  }

  #end(data: Buffer, { first, answer, user }: Begun): ConversationStep {
    const { username } = first;
    const signature = judgeFinal(data, first, answer, user.credential);
    if (signature === undefined || !user.exists) {
      return { kind: 'done', judgement: WRONG_PASSWORD, username, data: undefined };
    }
    const judgement = allow(username, { isSuperuser: user.isSuperuser });
    return { kind: 'done', judgement, username, data: Buffer.from(signature) };
  }
}
