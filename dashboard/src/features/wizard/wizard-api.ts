import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type {
  Connector,
  ConnectorVerdict,
  Playbook,
  RecognizedAddress,
  RenderedRule,
  Rule,
} from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useLanguage } from '../../shared/texts/texts.ts';
import { isChannelKind } from '../../shared/ui/channel-kinds.ts';
import { paramsOfScope, queryOfScope, type Scope } from './scope.ts';
import type { WizardDraft, WizardSecrets } from './wizard-draft.ts';

export function usePlaybooks() {
  return useQuery({
    queryKey: ['playbooks'],
    queryFn: ({ signal }) => api.get<{ data: Playbook[] }>('/playbooks', {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    select: ({ data }) => data,
  });
}

/** The connectors that speak to people. */
export function useChannels() {
  return useQuery({
    queryKey: ['connectors', 'channels'],
    queryFn: async ({ signal }) =>
      (await api.get<Connector[]>('/connectors', {}, signal)).filter(({ type }) => isChannelKind(type)),
    staleTime: 5_000,
  });
}

/** How many clients it is about, online or remembered; undefined where that is not known. */
export function useScopeCount(scope: Scope) {
  const q = queryOfScope(scope);
  return useQuery({
    queryKey: ['client-count', q],
    queryFn: async ({ signal }) => {
      const { meta } = await api.get<{ meta: { counts: { all: number } } }>(
        '/client_search',
        { q, limit: 1 },
        signal,
      );
      return meta.counts.all;
    },
    enabled: q !== undefined,
    staleTime: 10_000,
    retry: false,
  });
}

/** The rule that the playbook makes of the draft, with a channel that is there already or will be. */
export async function renderRule(
  draft: WizardDraft,
  known: Playbook,
  language: string,
  channel: string,
  signal?: AbortSignal,
): Promise<RenderedRule> {
  const names = new Set(known.parameters.map(({ name }) => name));
  const params = Object.entries({
    ...draft.params,
    ...paramsOfScope(draft.scope),
    ...(draft.severity && { severity: draft.severity }),
    notify: [channel],
  }).filter(([name]) => names.has(name));
  const rule = await api.post<RenderedRule>(
    `/playbooks/${known.id}/render`,
    { params: { ...Object.fromEntries(params), ...(draft.name?.trim() && { name: draft.name.trim() }) } },
    { language },
  );
  signal?.throwIfAborted();
  return { ...rule, enable: draft.isEnabled, alert: withManner(rule.alert, draft, known.id) };
}

/** What the last section says, in the words of a rule. */
function withManner(
  alert: RenderedRule['alert'],
  { tellsEnd, grouping, window }: WizardDraft,
  playbook: string,
): RenderedRule['alert'] {
  const by = playbook === 'device-offline' ? { by: ['listener', 'network/16'] } : {};
  return {
    ...alert,
    ...(!tellsEnd && { tell_resolved: false }),
    group: grouping ? { window, ...by } : { window: '0s' },
  };
}

export function useRenderedRule(draft: WizardDraft, known: Playbook | undefined, channel: string) {
  const language = useLanguage();
  const { playbook, scope, params, name, severity, tellsEnd, grouping, window, isEnabled } = draft;
  return useQuery({
    queryKey: [
      'wizard-rule',
      { playbook, scope, params, name, severity, tellsEnd, grouping, window, isEnabled, language, channel },
    ],
    queryFn: ({ signal }) => renderRule(draft, known as Playbook, language, channel, signal),
    enabled: known !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function recognize(url: string): Promise<RecognizedAddress> {
  return api.post<RecognizedAddress>('/connectors_recognize', { url });
}

/** The body of `POST /connectors` for the channel that is being made. */
export function connectorDraft(
  draft: WizardDraft,
  { url, secret, password }: WizardSecrets,
  language: 'en' | 'zh',
): Record<string, unknown> | undefined {
  const { target, keyword, settings } = draft;
  if (target?.kind !== 'new') return undefined;
  const { type, name, security } = target;
  const common = { type, name, ...(type !== 'webhook' && { language }) };
  if (type === 'email') {
    const { server = '', from = '', to = '', username = '' } = settings;
    const receivers = to.split(/[,;，；\s]+/).filter(Boolean);
    return { ...common, server, from, to: receivers, ...(username && { username, password }) };
  }
  if (type === 'pagerduty') return { ...common, routing_key: secret };
  return {
    ...common,
    url: url.trim(),
    ...(security === 'keyword' && keyword.trim() && { keyword: keyword.trim() }),
    ...(security === 'signature' && secret && { secret: secret.trim() }),
  };
}

/** Whether enough is said to send something. */
export function isComplete(
  { target, settings }: WizardDraft,
  { url, secret, password }: WizardSecrets,
): boolean {
  if (target === undefined) return false;
  if (target.kind === 'existing') return true;
  if (target.type === 'email') {
    const { server, from, to, username } = settings;
    return Boolean(server && from && to && (!username || password));
  }
  if (target.type === 'pagerduty') return secret !== '';
  return url.trim() !== '' && (target.security !== 'signature' || secret !== '');
}

/** The preview inbox is made when somebody needs it. */
async function withInbox(id: string): Promise<string> {
  if (id !== PREVIEW) return id;
  const connectors = await api.get<Connector[]>('/connectors');
  if (!connectors.some(({ type, name }) => `${type}:${name}` === id))
    await api.post('/connectors', { type: 'preview', name: 'inbox' });
  return id;
}

/** Sends a message the way of every delivery. @throws Problem with what the vendor said */
export async function sendTest(
  draft: WizardDraft,
  secrets: WizardSecrets,
  language: 'en' | 'zh',
): Promise<ConnectorVerdict | undefined> {
  const { target } = draft;
  return target?.kind === 'existing'
    ? api.post<ConnectorVerdict>(`/connectors/${encodeURIComponent(await withInbox(target.id))}/test`)
    : api.post<ConnectorVerdict>('/connectors_probe', connectorDraft(draft, secrets, language));
}

/** An alert as a channel would show it. */
export function useSampleMessage(channel: string | undefined) {
  const language = useLanguage();
  return useQuery({
    queryKey: ['wizard-sample', channel, language],
    queryFn: () =>
      api.post<{ message: object; body: object | null }>('/alert_templates/preview', {
        channel,
        language,
        kind: 'trigger',
      }),
    enabled: channel !== undefined,
    staleTime: 60_000,
    retry: false,
  });
}

/** Makes the channel, if it is new, and the rule; a second time it changes them. @returns the ids of both */
export async function saveAll(
  draft: WizardDraft,
  known: Playbook,
  secrets: WizardSecrets,
  language: 'en' | 'zh',
  saved: { rule?: string | undefined; onChannel: (id: string) => void },
): Promise<{ rule: Rule; channel: string }> {
  const channel = await channelFor(draft, secrets, language);
  // It is there from now on, whatever becomes of the rule.
  saved.onChannel(channel);
  const { id, ...rest } = await renderRule(draft, known, language, channel);
  if (saved.rule !== undefined) {
    return {
      rule: await api.put<Rule>(`/rules/${encodeURIComponent(saved.rule)}`, { ...rest, actions: [] }),
      channel,
    };
  }
  const free = await freeRuleId(id);
  return { rule: await api.post<Rule>('/rules', { id: free, ...rest }), channel };
}

async function channelFor(
  draft: WizardDraft,
  secrets: WizardSecrets,
  language: 'en' | 'zh',
): Promise<string> {
  if (draft.target?.kind === 'existing') return withInbox(draft.target.id);
  const body = connectorDraft(draft, secrets, language);
  if (!body) return withInbox(PREVIEW);
  const { type, name } = await api.post<Connector>('/connectors', body);
  return `${type}:${name}`;
}

/** Always there: it is made when something is told to it. */
export const PREVIEW = 'preview:inbox';

/** `device-offline`, `device-offline-2` … */
async function freeRuleId(id: string): Promise<string> {
  const { data } = await api.get<{ data: Rule[] }>('/rules', { like_id: id, limit: 1000 });
  const taken = new Set(data.map((rule) => rule.id));
  let free = id;
  for (let count = 2; taken.has(free); count++) free = `${id}-${count}`;
  return free;
}
