import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { defineTexts, useTexts } from '../texts/texts.ts';

const texts = defineTexts(
  { undo: 'Undo', failed: 'Could not be undone.' },
  { undo: '撤销', failed: '无法撤销。' },
);

/** Milliseconds. */
const SHOWN = 8_000;

interface Undoable {
  /** What was done: “Deleted rule device-offline.” */
  readonly message: string;
  /** Makes it as it was. */
  readonly undo: () => unknown;
}

/** Says what was done, and for eight seconds offers to undo it. */
export function showUndo({ message, undo }: Undoable): void {
  const id = `undo-${crypto.randomUUID()}`;
  notifications.show({
    id,
    autoClose: SHOWN,
    withBorder: true,
    message: <Offer message={message} undo={undo} onDone={() => notifications.hide(id)} />,
  });
}

/** Says what was done, or what came of it. */
export function showDone(message: string): void {
  notifications.show({ message, autoClose: 4_000, withBorder: true });
}

function Offer({ message, undo, onDone }: Undoable & { onDone: () => void }) {
  const words = useTexts(texts);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function run(): Promise<void> {
    setBusy(true);
    try {
      await undo();
      onDone();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  }

  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {problem === undefined ? message : `${words.failed} ${problem}`}
      </Text>
      <Button variant="default" size="compact-sm" loading={isBusy} onClick={() => void run()} flex="none">
        {words.undo}
      </Button>
    </Group>
  );
}
