import { useCallback, useEffect, useRef, useState } from 'react';
import type { Severity } from '../../shared/ui/severity-mark.tsx';
import { readQuery } from './query-scope.ts';
import { EVERYBODY, type Scope } from './scope.ts';

/** Where it is told: a channel that is there, or one that is being made. */
export type Target =
  | { readonly kind: 'existing'; readonly id: string }
  | { readonly kind: 'new'; readonly type: string; readonly name: string; readonly security: Security }
  | undefined;

export type Security = 'none' | 'keyword' | 'signature' | 'ip';

/** What somebody has said so far. It holds no secret, so that the browser may keep it. */
export interface WizardDraft {
  /** The address that it began with; undefined: a plain one. */
  readonly from?: string | undefined;
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
  /** Who was told of the beginning is told of the end. */
  readonly tellsEnd: boolean;
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
  tellsEnd: true,
  grouping: true,
  window: '30s',
  isEnabled: true,
};

const KEY = 'tocsin.wizard';

/** What the address says of a new draft. */
export interface WizardStart {
  /** A filter of the clients page. */
  readonly query?: string | undefined;
  readonly playbook?: string | undefined;
  /** To choose a playbook, whatever section a kept draft was in. */
  readonly choosesPlaybook?: boolean | undefined;
}

/** The draft of this tab: leaving keeps it, and a reload. An address that says something else begins a new one. */
export function useWizardDraft({ query, playbook, choosesPlaybook = false }: WizardStart) {
  const from = query === undefined && playbook === undefined ? undefined : JSON.stringify([query, playbook]);
  const [kept] = useState(() => readDraft(from));
  const [draft, setDraft] = useState<WizardDraft>(() =>
    kept
      ? { ...kept, ...(choosesPlaybook && { step: 0 }) }
      : {
          ...FIRST_DRAFT,
          from,
          ...(playbook && { playbook }),
          scope: query ? readQuery(query).scope : EVERYBODY,
        },
  );
  const isFinished = useRef(false);
  useEffect(() => {
    if (isFinished.current) return;
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
  /** It has become a rule: from now on it is not kept. */
  const finish = useCallback(() => {
    isFinished.current = true;
    forgetDraft();
  }, []);
  return { draft, change, reset, finish, wasKept: kept !== undefined };
}

function forgetDraft(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

/** @param from undefined: whatever there is */
function readDraft(from: string | undefined): WizardDraft | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('playbook' in kept)) return undefined;
    const draft = { ...FIRST_DRAFT, ...(kept as Partial<WizardDraft>) };
    return from === undefined || draft.from === from ? draft : undefined;
  } catch {
    return undefined;
  }
}
