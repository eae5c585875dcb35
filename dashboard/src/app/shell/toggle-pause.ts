import { liveConnection } from '../../shared/live/live.ts';

export function togglePause(): void {
  if (liveConnection.state.kind === 'paused') liveConnection.resume();
  else liveConnection.pause();
}
