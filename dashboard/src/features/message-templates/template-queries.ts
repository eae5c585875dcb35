import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Alert, ConnectorSummary, Page } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';

export interface TemplatePlace {
  /** `wecom:ops`, `wecom`, or `default`. */
  readonly channel: string;
  readonly language: 'en' | 'zh';
  readonly kind: string;
}

export interface TemplateField {
  readonly name: string;
  readonly value: string;
}

/** What is written; what is absent stays as it is built in. */
export interface TemplateWords {
  readonly title?: string | undefined;
  readonly text?: string | undefined;
  readonly markdown?: string | undefined;
  readonly fields?: readonly TemplateField[] | undefined;
}

/** As it is stored. */
export interface StoredWords extends TemplateWords {
  /** The file that has it, which alone can change it. */
  readonly file?: string | undefined;
}

interface TemplateList {
  readonly data: readonly (TemplatePlace & StoredWords)[];
  readonly kinds: readonly string[];
  readonly channels: readonly string[];
  readonly variables: readonly {
    readonly name: string;
    readonly description: string;
    readonly example: string;
  }[];
}

export interface TemplatePreview {
  readonly message: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly size: {
    readonly bytes: number;
    readonly used: number | null;
    readonly limit: number | null;
    readonly unit: 'bytes' | 'characters';
    readonly cut: boolean;
  } | null;
  readonly failure: string | null;
}

const KEY = ['alert_templates'];

export function useTemplates() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<TemplateList>('/alert_templates', {}, signal),
  });
}

/** The channels that there are, each of which may have words of its own. */
export function useChannelIds(): readonly string[] {
  const { data = [] } = useQuery({
    queryKey: ['connectors', 'summary'],
    queryFn: ({ signal }) => api.get<ConnectorSummary[]>('/connectors_summary', {}, signal),
  });
  return data.filter(({ channel }) => channel).map(({ id }) => id);
}

/** The newest, with which a template can be tried. */
export function useRecordedAlerts(): readonly Alert[] {
  const { data } = useQuery({
    queryKey: ['alerts', 'for templates'],
    queryFn: ({ signal }) =>
      api.get<Page<Alert>>('/alerts', { status: 'open,acknowledged,resolved', limit: 20 }, signal),
  });
  return data?.data ?? [];
}

/** @param alert the id of a recorded one; undefined: an example */
export function useTemplatePreview(
  { channel, language, kind }: TemplatePlace,
  template: TemplateWords,
  alert: string | undefined,
  enabled: boolean,
) {
  return useQuery({
    queryKey: ['alert_templates', 'preview', channel, language, kind, template, alert],
    queryFn: () =>
      api.post<TemplatePreview>('/alert_templates/preview', {
        template,
        channel: channel === 'default' ? 'preview' : channel,
        language,
        kind,
        ...(alert !== undefined && { alert }),
      }),
    placeholderData: keepPreviousData,
    retry: false,
    enabled,
  });
}

function pathOf({ channel, language, kind }: TemplatePlace): string {
  return `/alert_templates/${encodeURIComponent(channel)}/${language}/${kind}`;
}

/** @throws Problem 400 with line and column of what is wrong */
export async function saveTemplate(place: TemplatePlace, words: TemplateWords): Promise<void> {
  await api.put(pathOf(place), words);
  await queryClient.invalidateQueries({ queryKey: KEY, exact: true });
}

export async function resetTemplate(place: TemplatePlace): Promise<void> {
  await api.delete(pathOf(place));
  await queryClient.invalidateQueries({ queryKey: KEY, exact: true });
}
