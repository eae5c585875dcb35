import { useCallback, useEffect, useState } from 'react';
import type { Severity } from '../../shared/ui/severity-mark.tsx';

/** Which clients a rule is about. */
export interface Scope {
  readonly kind: 'all' | 'prefix' | 'clients' | 'user' | 'attribute';
  readonly prefix: string;
  readonly clients: readonly string[];
  readonly user: string;
  /** `site=hz` */
  readonly attribute: string;
}

/** Where it is told: a channel that is there, or one that is being made. */
export type Target =
  | { readonly kind: 'existing'; readonly id: string }
  | { readonly kind: 'new'; readonly type: string; readonly name: string; readonly security: Security }
  | undefined;

export type Security = 'none' | 'keyword' | 'signature' | 'ip';

/** What somebody has said so far. It holds no secret, so that the browser may keep it. */
export interface WizardDraft {
  readonly step: number;
  readonly playbook: string;
  readonly scope: Scope;
  /** Of the playbook, by their names; what is not here has its default. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly target: Target;
  readonly keyword: string;
  /** Settings of a new channel that are no secrets. */
  readonly settings: Readonly<Record<string, string>>;
  /** Undefined: that of the playbook. */
  readonly name: string | undefined;
  readonly severity: Severity | undefined;
  readonly grouping: boolean;
  readonly window: string;
  readonly isEnabled: boolean;
}

/** What is typed and never kept: the address of a bot is as good as a password. */
export interface WizardSecrets {
  readonly url: string;
  readonly secret: string;
  readonly password: string;
}

export const NO_SECRETS: WizardSecrets = { url: '', secret: '', password: '' };

const EVERYBODY: Scope = { kind: 'all', prefix: '', clients: [], user: '', attribute: '' };

export const FIRST_DRAFT: WizardDraft = {
  step: 0,
  playbook: 'device-offline',
  scope: EVERYBODY,
  params: {},
  target: undefined,
  keyword: '',
  settings: {},
  name: undefined,
  severity: undefined,
  grouping: true,
  window: '30s',
  isEnabled: true,
};

const KEY = 'tocsin.wizard';

/**
 * The draft of this tab: leaving keeps it, and a reload.
 * @param query a filter of the clients page, with which a new draft begins
 * @param playbook with which it begins
 */
export function useWizardDraft(query: string | undefined, playbook: string | undefined) {
  const [draft, setDraft] = useState<WizardDraft>(() => {
    const kept = query === undefined && playbook === undefined ? readDraft() : undefined;
    if (kept) return kept;
    return {
      ...FIRST_DRAFT,
      ...(playbook && { playbook }),
      scope: query ? scopeOfQuery(query) : EVERYBODY,
    };
  });
  const [wasKept] = useState(() => query === undefined && readDraft() !== undefined);
  useEffect(() => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(draft));
    } catch {
      // Storage that is full or forbidden: then nothing is kept.
    }
  }, [draft]);
  const change = useCallback(
    (part: Partial<WizardDraft>) => setDraft((before) => ({ ...before, ...part })),
    [],
  );
  const reset = useCallback(() => {
    forgetDraft();
    setDraft(FIRST_DRAFT);
  }, []);
  return { draft, change, reset, wasKept };
}

export function forgetDraft(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

function readDraft(): WizardDraft | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('playbook' in kept)) return undefined;
    return { ...FIRST_DRAFT, ...(kept as Partial<WizardDraft>) };
  } catch {
    return undefined;
  }
}

/** The search of the clients page, as far as a rule can say the same: one of its words. */
export function scopeOfQuery(query: string): Scope {
  const words = query.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  for (const word of words) {
    const [, name = '', text = ''] = /^(?:([a-z]+(?:\.[\w]+)?):)?(.*)$/s.exec(word.replaceAll('"', '')) ?? [];
    if (text === '' || word.startsWith('-')) continue;
    if (name === 'user') return { ...EVERYBODY, kind: 'user', user: text };
    if (name.startsWith('attr.'))
      return { ...EVERYBODY, kind: 'attribute', attribute: `${name.slice('attr.'.length)}=${text}` };
    if (name === 'id' && (text.includes(',') || word.includes('"')))
      return { ...EVERYBODY, kind: 'clients', clients: text.split(',').filter(Boolean) };
    if (name === 'id' || name === '') return { ...EVERYBODY, kind: 'prefix', prefix: text };
  }
  return EVERYBODY;
}

/** The same as a search, to count who it is; undefined: nothing is said yet. */
export function queryOfScope({ kind, prefix, user, attribute }: Scope): string | undefined {
  const quoted = (text: string) => (/[\s",]/.test(text) ? `"${text.replaceAll('"', '')}"` : text);
  switch (kind) {
    case 'all':
      return '';
    case 'prefix':
      return prefix === '' ? undefined : `id:${quoted(prefix)}`;
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
