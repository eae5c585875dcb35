import { createStore } from '../store/store.ts';

/** What belongs to no page and opens beside any of them: the MQTT client, and simulated devices. */
export type Tool = 'client' | 'devices';

/** The one that is open; undefined: none. */
export const openedTool = createStore<Tool | undefined>(undefined);

export function openTool(tool: Tool): void {
  openedTool.set(tool);
}
