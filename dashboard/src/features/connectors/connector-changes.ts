import type { Connector, ConnectorVerdict, DroppedQueue } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import type { Settings } from '../../shared/forms/json-schema.ts';
import { refreshConnectors } from './connector-queries.ts';

function pathOf(id: string): string {
  return `/connectors/${encodeURIComponent(id)}`;
}

/** @throws Problem 400 with the path of the setting that is refused */
export async function createConnector(type: string, name: string, settings: Settings): Promise<Connector> {
  const created = await api.post<Connector>('/connectors', { ...settings, type, name });
  refreshConnectors();
  return created;
}

/** What waits for it stays in its queue, and goes by the new settings. @throws Problem */
export async function updateConnector(id: string, settings: Settings): Promise<Connector> {
  const updated = await api.put<Connector>(pathOf(id), settings);
  queryClient.setQueryData(['connectors', 'one', id], updated);
  refreshConnectors();
  return updated;
}

export async function deleteConnector(id: string): Promise<void> {
  await api.delete(pathOf(id));
  queryClient.removeQueries({ queryKey: ['connectors', 'one', id] });
  refreshConnectors();
}

export async function enableConnector(id: string, enable: boolean): Promise<void> {
  await api.put(`${pathOf(id)}/enable/${enable}`);
  refreshConnectors();
}

/** Connects now; what waits is sent. @throws Problem when nobody is there */
export async function startConnector(id: string): Promise<void> {
  try {
    await api.post(`${pathOf(id)}/start`);
  } finally {
    refreshConnectors();
  }
}

/** Tries what is stored. @throws Problem TEST_FAILED with what the other side said */
export async function testConnector(id: string): Promise<ConnectorVerdict> {
  try {
    return await api.post<ConnectorVerdict>(`${pathOf(id)}/test`, {});
  } finally {
    refreshConnectors();
  }
}

/** Tries settings that are not stored. @throws Problem TEST_FAILED, or 400 for settings that are refused */
export function probeConnector(
  type: string,
  name: string,
  settings: Settings,
): Promise<ConnectorVerdict | undefined> {
  return api.post<ConnectorVerdict | undefined>('/connectors_probe', { ...settings, type, name });
}

export async function dropQueue(id: string): Promise<number> {
  const { count } = await api.delete<DroppedQueue>(`${pathOf(id)}/queue`);
  void queryClient.invalidateQueries({ queryKey: ['deliveries'] });
  refreshConnectors();
  return count;
}
