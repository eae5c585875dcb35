import { Tooltip, UnstyledButton } from '@mantine/core';
import { useNow } from '../../shared/format/now.ts';
import { type LiveState, useLiveState } from '../../shared/live/live.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import styles from './shell.module.css';
import { shellTexts } from './shell.texts.ts';
import { togglePause } from './toggle-pause.ts';

const MARKS: Readonly<Record<LiveState['kind'], string>> = {
  live: '●',
  paused: '⏸',
  reconnecting: '↻',
  polling: '◌',
};

/** Whether what is shown is what is; a click holds it. */
export function LiveChip() {
  const words = useTexts(shellTexts);
  const state = useLiveState();
  const hint = state.kind === 'paused' ? words.resume : words.pause;
  return (
    <Tooltip label={state.kind === 'polling' ? `${words.pollingHint}. ${hint}` : hint}>
      <UnstyledButton
        className={styles.chip ?? ''}
        data-state={state.kind}
        aria-keyshortcuts="p"
        aria-pressed={state.kind === 'paused'}
        onClick={togglePause}
      >
        <span className={styles.chipMark} aria-hidden="true">
          {MARKS[state.kind]}
        </span>
        <span className={styles.chipText}>
          {state.kind === 'reconnecting' ? <Countdown until={state.at} /> : words[state.kind]}
        </span>
      </UnstyledButton>
    </Tooltip>
  );
}

function Countdown({ until }: { until: number }) {
  const words = useTexts(shellTexts);
  return words.reconnecting(Math.max(0, Math.ceil((until - useNow()) / 1000)));
}
