import { createStore } from '../store/store.ts';

/** What belongs to no page and opens beside any of them: the MQTT client, and simulated devices. */
export type Tool = 'client' | 'devices';

/** The one that is open; undefined: none. */
export const openedTool = createStore<Tool | undefined>(undefined);

/** The topic filter that somebody asked to watch, until the MQTT client takes it. */
export const wantedFilter = createStore<string | undefined>(undefined);

export function openTool(tool: Tool): void {
  openedTool.set(tool);
}

/** Opens the MQTT client, subscribed to this topic or branch. */
export function watchTopic(filter: string): void {
  wantedFilter.set(filter);
  openedTool.set('client');
}
