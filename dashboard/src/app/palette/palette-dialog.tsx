import { Modal, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { KeyCaps } from '../../shared/keys/key-caps.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { paletteTexts } from './palette.texts.ts';
import styles from './palette-dialog.module.css';
import { useActionEntries, useFoundEntries, usePageEntries } from './palette-entries.ts';
import { matching, type PaletteEntry } from './palette-entry.ts';

/** Milliseconds without a letter before the server is asked. */
const PAUSE = 150;
/** As the server takes it. */
const LONGEST = 200;

/** `Ctrl K`: one field that finds pages, things and actions. */
export function PaletteDialog({ onClose }: { onClose: () => void }) {
  const words = useTexts(paletteTexts);
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      aria-label={words.label}
      size="lg"
      yOffset="10vh"
      padding={0}
    >
      <Finder onClose={onClose} />
    </Modal>
  );
}

function Finder({ onClose }: { onClose: () => void }) {
  const words = useTexts(paletteTexts);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const [asked] = useDebouncedValue(text.trim(), PAUSE);
  const found = useFoundEntries(text.trim() === '' ? '' : asked);
  const own = matching([...usePageEntries(), ...useActionEntries()], text.trim());
  const entries = [...own, ...found.entries];
  const index = Math.min(active, entries.length - 1);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`#palette-${index}`)?.scrollIntoView({ block: 'nearest' });
  }, [index]);

  function run(entry: PaletteEntry | undefined): void {
    if (!entry) return;
    onClose();
    entry.run();
  }

  function onKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const last = entries.length - 1;
      const isAtEnd = Math.abs(step) === 1 && (step > 0 ? index >= last : index <= 0);
      setActive(isAtEnd ? (step > 0 ? 0 : last) : Math.max(0, Math.min(last, index + step)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(entries[index]);
    }
  }

  return (
    <>
      <input
        className={styles.field}
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-label={words.label}
        aria-activedescendant={entries.length > 0 ? `palette-${index}` : undefined}
        data-autofocus
        placeholder={words.hint}
        value={text}
        maxLength={LONGEST}
        spellCheck={false}
        autoComplete="off"
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKey}
      />
      <div ref={list} id="palette-list" role="listbox" aria-label={words.label} className={styles.list}>
        {entries.map((entry, row) => (
          <Row
            key={entry.id}
            entry={entry}
            row={row}
            isActive={row === index}
            heading={entries[row - 1]?.group === entry.group || text === '' ? undefined : words[entry.group]}
            onPoint={() => setActive(row)}
            onRun={() => run(entry)}
          />
        ))}
      </div>
      {entries.length === 0 && !found.isBusy && asked === text.trim() && (
        <p className={styles.nothing}>{words.nothing}</p>
      )}
      <VisuallyHidden role="status">{text !== '' && words.counts(entries.length)}</VisuallyHidden>
    </>
  );
}

interface RowProps {
  readonly entry: PaletteEntry;
  readonly row: number;
  readonly isActive: boolean;
  readonly heading: string | undefined;
  readonly onPoint: () => void;
  readonly onRun: () => void;
}

function Row({ entry, row, isActive, heading, onPoint, onRun }: RowProps) {
  const { label, note, keys, isDeviceText = false } = entry;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys go to the field, which names the active row
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div
      id={`palette-${row}`}
      role="option"
      aria-selected={isActive}
      className={styles.row}
      onMouseMove={onPoint}
      onClick={onRun}
    >
      {isDeviceText ? (
        <bdi className={`device-text ${styles.label}`}>{label}</bdi>
      ) : (
        <span className={styles.label}>{label}</span>
      )}
      {note && <bdi className={styles.note}>{note}</bdi>}
      {heading && <span className={styles.group}>{heading}</span>}
      {keys && <KeyCaps keys={keys} />}
    </div>
  );
}
