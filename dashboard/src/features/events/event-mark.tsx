import type { HappenedEvent } from '../../../../src/texts/event-words.ts';
import styles from './event-mark.module.css';
import { type EventTone, toneOf } from './event-tone.ts';

const SHAPES: Readonly<Record<EventTone, string>> = { bad: '○', good: '●', plain: '·' };

/** A shape beside the words, which say the same. */
export function EventMark({ event }: { event: HappenedEvent }) {
  const tone = toneOf(event);
  return (
    <span aria-hidden="true" className={styles[tone] ?? ''}>
      {SHAPES[tone]}
    </span>
  );
}
