import { useQuery } from '@tanstack/react-query';
import type { Action, Connector } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import type { JsonSchema, Settings } from '../../shared/forms/json-schema.ts';

/** A type of connectors, as `GET /connector_types` has it. */
export interface ActionType {
  readonly type: string;
  readonly channel: boolean;
  readonly connector: JsonSchema;
  /** Null where nothing can be sent by it. */
  readonly action: JsonSchema | null;
}

export function useActionTypes() {
  return useQuery({
    queryKey: ['connector_types'],
    queryFn: ({ signal }) => api.get<ActionType[]>('/connector_types', {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useConnectors() {
  return useQuery({
    queryKey: ['connectors'],
    queryFn: ({ signal }) => api.get<Connector[]>('/connectors', {}, signal),
  });
}

export function useActions() {
  return useQuery({
    queryKey: ['actions'],
    queryFn: ({ signal }) => api.get<Action[]>('/actions', {}, signal),
    refetchInterval: 10_000,
  });
}

/** Of an answer what belongs into a form, and can be sent back. */
export function settingsOf(answer: Settings, schema: JsonSchema): Settings {
  const names = new Set(Object.keys(schema.properties ?? {}));
  return Object.fromEntries(Object.entries(answer).filter(([name]) => names.has(name)));
}

/** A name that is not taken: `http_2`. */
export function freeName(base: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}_${number}`;
    if (!taken.includes(name)) return name;
  }
}
