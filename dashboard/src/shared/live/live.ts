import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { LiveMessages, LiveTopic } from '../../../../src/api/contract.ts';
import { refetchShown } from '../api/query-client.ts';
import { LiveConnection, type LiveState } from './live-connection.ts';
import { noteServer } from './served-build.ts';

/** One for the whole tab: it asks for the topics that what is shown wants. */
export const liveConnection = new LiveConnection({
  onMissed: refetchShown,
  onServer: noteServer,
});

/** Hears of a topic while the component is shown. What it hears should change the cache of queries, or a store. */
export function useLive<Topic extends LiveTopic>(
  topic: Topic,
  onMessage: (message: LiveMessages[Topic]) => void,
): void {
  const latest = useRef(onMessage);
  latest.current = onMessage;
  useEffect(() => liveConnection.listen(topic, (message) => latest.current(message)), [topic]);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(liveConnection.subscribe, () => liveConnection.state);
}

export type { LiveState } from './live-connection.ts';
