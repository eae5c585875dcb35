import { Group, Modal, Switch, Text } from '@mantine/core';
import { KeyCaps } from '../../shared/keys/key-caps.tsx';
import { activeShortcuts } from '../../shared/keys/shortcuts.ts';
import { useShortcut } from '../../shared/keys/use-shortcut.ts';
import { changePreferences, usePreferences } from '../../shared/preferences/preferences.ts';
import { createStore, useStore } from '../../shared/store/store.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import styles from './keys-dialog.module.css';
import { shellTexts } from './shell.texts.ts';

const opened = createStore(false);

export function openKeys(): void {
  opened.set(true);
}

/** `?`: what the keys do on this page. */
export function KeysDialog() {
  const words = useTexts(shellTexts);
  const isOpen = useStore(opened);
  useShortcut('?', words.keys, openKeys, { isFallback: true });
  return (
    <Modal
      opened={isOpen}
      onClose={() => opened.set(false)}
      title={words.keys}
      size="lg"
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {isOpen && <Keys />}
    </Modal>
  );
}

function Keys() {
  const words = useTexts(shellTexts);
  const { letterKeys } = usePreferences();
  return (
    <>
      <Group justify="space-between" mb="sm" gap="sm">
        <Text size="sm" c="dimmed" flex="1 1 16rem">
          {words.keysHint}
        </Text>
        <Switch
          label={words.letterKeys}
          checked={letterKeys}
          onChange={({ currentTarget }) => changePreferences({ letterKeys: currentTarget.checked })}
        />
      </Group>
      <dl className={styles.keys}>
        {activeShortcuts().map(({ keys, label }) => (
          <div key={keys} className={styles.row}>
            <dt>
              <KeyCaps keys={keys} />
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
