import { Button, FileButton, Group, Text } from '@mantine/core';
import { type DragEvent, useState } from 'react';
import styles from './file-drop.module.css';
import { ForRole } from './for-role.tsx';

interface FileDropProps {
  /** “Drop a backup here, or choose the file” */
  readonly label: string;
  /** On the button. */
  readonly choose: string;
  /** Endings, with commas between. */
  readonly accept: string;
  readonly isBusy: boolean;
  readonly onFile: (file: File) => void;
}

/** Takes one file of an administrator, by mouse or by button. */
export function FileDrop({ label, choose, accept, isBusy, onFile }: FileDropProps) {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button is everybody's
    <div
      className={styles.drop ?? ''}
      {...(isOver && { 'data-over': true })}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group justify="center" gap="sm">
        <Text c="dimmed">{label}</Text>
        <FileButton accept={accept} onChange={(file) => file && onFile(file)}>
          {(props) => (
            <ForRole role="administrator">
              <Button {...props} variant="default" loading={isBusy}>
                {choose}
              </Button>
            </ForRole>
          )}
        </FileButton>
      </Group>
    </div>
  );
}
