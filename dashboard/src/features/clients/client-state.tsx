import { Tooltip } from '@mantine/core';
import type { ClientRow } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import styles from './client-state.module.css';
import { clientTexts } from './clients.texts.ts';

export type ShownState = ClientRow['state'] | 'banned';

const SHAPES: Readonly<Record<ShownState, string>> = {
  online: '●',
  offline: '○',
  gone: '◌',
  never_seen: '∅',
  banned: '▲',
};

/** Who is connected is shown so, also when a ban waits for it. */
export function shownState({ state, banned }: Pick<ClientRow, 'state' | 'banned'>): ShownState {
  return banned && state !== 'online' ? 'banned' : state;
}

/** A shape, a word and a colour. */
export function ClientState({ client }: { client: Pick<ClientRow, 'state' | 'banned'> }) {
  const texts = useTexts(clientTexts);
  const state = shownState(client);
  return (
    <Tooltip label={texts.stateHints[state]}>
      <span className={`${styles.state} ${styles[state]}`}>
        <span aria-hidden="true">{SHAPES[state]}</span>
        <span>{texts.states[state]}</span>
        {client.banned && state === 'online' && (
          <span className={styles.banned} role="img" aria-label={texts.states.banned}>
            ▲
          </span>
        )}
      </span>
    </Tooltip>
  );
}
