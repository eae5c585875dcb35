import { z } from 'zod';
import { type User, UserRole } from '../contract.ts';
import type { Documents } from './documents.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { factorStateOf } from './second-factor/second-factors.ts';

const KIND = 'user';

interface UserDocument {
  role: UserRole;
  description: string;
  /** Undefined of who signs in by a provider. */
  passwordHash?: string;
  oidc?: OidcIdentity;
}

/** Who it is at the provider: a name may be given to somebody else there, these two never. */
interface OidcIdentity {
  issuer: string;
  subject: string;
}

interface UserDraft {
  username: string;
  password: string;
  role: UserRole;
  description: string;
}

const backedUpUser = z.strictObject({
  username: z.string().min(1).max(255),
  role: UserRole,
  description: z.string(),
  passwordHash: z.string().min(1).max(1024),
});

/** The people who may sign in to the dashboard. */
export class Users {
  readonly #documents: Documents;
  readonly #hasher: PasswordHasher;

  constructor(documents: Documents, hasher: PasswordHasher) {
    this.#documents = documents;
    this.#hasher = hasher;
  }

  isEmpty(): boolean {
    return this.#documents.list(KIND).length === 0;
  }

  list(): User[] {
    return this.#documents.list(KIND).map(({ id, body }) => this.#toUser(id, body as UserDocument));
  }

  get(username: string): User | undefined {
    const document = this.#read(username);
    return document && this.#toUser(username, document);
  }

  /** Undefined when the name is taken, also when it is taken while the password is hashed. */
  async create({ username, password, role, description }: UserDraft): Promise<User | undefined> {
    if (this.#read(username)) return undefined;
    const passwordHash = await this.#hasher.hash(password);
    return this.#read(username) ? undefined : this.#write(username, { role, description, passwordHash });
  }

  /** The very first user. Undefined as soon as there is any other. */
  async createFirst(username: string, password: string): Promise<User | undefined> {
    if (!this.isEmpty()) return undefined;
    const passwordHash = await this.#hasher.hash(password);
    if (!this.isEmpty()) return undefined;
    return this.#write(username, { role: 'administrator', description: '', passwordHash });
  }

  /**
   * Somebody who signed in by the provider; made at the first time, and given this role at each.
   * @returns undefined when the name is somebody else's, here or at the provider
   */
  enterFromOidc(
    username: string,
    { role, issuer, subject }: OidcIdentity & { role: UserRole },
  ): User | undefined {
    const known = this.#read(username);
    if (known && (known.oidc?.issuer !== issuer || known.oidc.subject !== subject)) return undefined;
    const description = known?.description ?? '';
    return this.#write(username, { role, description, oidc: { issuer, subject } });
  }

  update(username: string, change: { role: UserRole; description: string }): User | undefined {
    const document = this.#read(username);
    return document && this.#write(username, { ...document, ...change });
  }

  delete(username: string): boolean {
    if (!this.#read(username)) return false;
    this.#documents.delete(KIND, username);
    return true;
  }

  /** What is kept of a password: for a backup, and for nothing else. */
  passwordHash(username: string): string | undefined {
    return this.#read(username)?.passwordHash;
  }

  /** Takes as long for a name that nobody has. */
  verify(username: string, password: string): Promise<boolean> {
    return this.#hasher.verify(password, this.#read(username)?.passwordHash);
  }

  async changePassword(username: string, password: string): Promise<void> {
    const passwordHash = await this.#hasher.hash(password);
    const document = this.#read(username);
    if (document) this.#write(username, { ...document, passwordHash });
  }

  /** With the hashes of their passwords: for a data export, and for nothing else. */
  backup(): ({ readonly username: string } & UserDocument)[] {
    return this.#documents.list(KIND).map(({ id, body }) => ({ username: id, ...(body as UserDocument) }));
  }

  /** A user of a data export as it was, new or over the one that is there. False: it is none. */
  restore(row: Readonly<Record<string, unknown>>): boolean {
    const document = backedUpUser.safeParse(row);
    if (!document.success) return false;
    const { username, ...body } = document.data;
    this.#write(username, body);
    return true;
  }

  #read(username: string): UserDocument | undefined {
    return this.#documents.get(KIND, username)?.body as UserDocument | undefined;
  }

  #write(username: string, document: UserDocument): User {
    this.#documents.put(KIND, username, document);
    return this.#toUser(username, document);
  }

  #toUser(username: string, { role, description, oidc }: UserDocument): User {
    const backend = oidc ? 'oidc' : 'local';
    return { username, role, description, backend, mfa: factorStateOf(this.#documents, username) };
  }
}
