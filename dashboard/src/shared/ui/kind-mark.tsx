import { kindLetters } from './channel-kinds.ts';
import styles from './kind-mark.module.css';

/** The sign of a type of channels or connectors; its name stands beside it. */
export function KindMark({ kind, large = false }: { kind: string; large?: boolean }) {
  return (
    <span className={styles.mark} data-large={large || undefined} aria-hidden="true">
      {kindLetters(kind)}
    </span>
  );
}
