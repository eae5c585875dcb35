/** Which clients a rule is about. */
export interface Scope {
  readonly kind: 'all' | 'prefix' | 'clients' | 'user' | 'attribute';
  readonly prefix: string;
  readonly clients: readonly string[];
  readonly user: string;
  /** `site=hz` */
  readonly attribute: string;
}

export const EVERYBODY: Scope = { kind: 'all', prefix: '', clients: [], user: '', attribute: '' };

/** The same as a search, to count who it is; undefined: nothing is said yet. */
export function queryOfScope({ kind, prefix, user, attribute }: Scope): string | undefined {
  const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
  switch (kind) {
    case 'all':
      return '';
    case 'prefix':
      // What the search would take for the end of the word cannot be asked for.
      return prefix === '' || /[\s",]/.test(prefix) ? undefined : `id:${prefix}`;
    case 'user':
      return user === '' ? undefined : `user:${quoted(user)}`;
    case 'attribute': {
      const [, name, value] = /^(\w+)=(.+)$/s.exec(attribute) ?? [];
      return name === undefined || value === undefined ? undefined : `attr.${name}:${quoted(value)}`;
    }
    case 'clients':
      return undefined;
  }
}

/** What the playbook is told about whom it is. */
export function paramsOfScope({ kind, prefix, clients, user, attribute }: Scope): Record<string, unknown> {
  switch (kind) {
    case 'all':
      return {};
    case 'prefix':
      return { prefix };
    case 'clients':
      return { clientids: clients };
    case 'user':
      return { username: user };
    case 'attribute':
      return /^\w+=.+$/s.test(attribute) ? { attribute } : {};
  }
}
