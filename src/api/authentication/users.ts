import type { User, UserRole } from '../contract.ts';
import type { Documents } from './documents.ts';
import type { PasswordHasher } from './password-hasher.ts';

const KIND = 'user';

interface UserDocument {
  role: UserRole;
  description: string;
  passwordHash: string;
}

interface UserDraft {
  username: string;
  password: string;
  role: UserRole;
  description: string;
}

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
    return this.#documents.list(KIND).map(({ id, body }) => toUser(id, body as UserDocument));
  }

  get(username: string): User | undefined {
    const document = this.#read(username);
    return document && toUser(username, document);
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

  update(username: string, change: { role: UserRole; description: string }): User | undefined {
    const document = this.#read(username);
    return document && this.#write(username, { ...document, ...change });
  }

  delete(username: string): boolean {
    if (!this.#read(username)) return false;
    this.#documents.delete(KIND, username);
    return true;
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

  #read(username: string): UserDocument | undefined {
    return this.#documents.get(KIND, username)?.body as UserDocument | undefined;
  }

  #write(username: string, document: UserDocument): User {
    this.#documents.put(KIND, username, document);
    return toUser(username, document);
  }
}

function toUser(username: string, { role, description }: UserDocument): User {
  return { username, role, description, backend: 'local' };
}
