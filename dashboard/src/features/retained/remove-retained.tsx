import { Code, Text } from '@mantine/core';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { visibleText } from '../../shared/ui/device-text.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { retainedTexts } from './retained.texts.ts';
import { type RetainedChoice, removeRetained, useRetainedCount } from './retained-messages.ts';

interface RemoveRetainedProps {
  /** undefined: closed. */
  readonly choice: RetainedChoice | undefined;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

/** Says how many there are before any of them is deleted. */
export function RemoveRetained({ choice, onClose, onRemoved }: RemoveRetainedProps) {
  const texts = useTexts(retainedTexts);
  const formats = useFormats();
  const counted = useRetainedCount(choice);
  const q = choice && 'q' in choice ? choice.q : undefined;
  const topics = choice && 'topics' in choice ? choice.topics : [];
  const count = q === undefined ? topics.length : counted.data?.count;
  const [only] = topics;
  const isEvery = q !== undefined && q.trim() === '';
  const title =
    count === undefined
      ? texts.counting
      : topics.length === 1 && only !== undefined
        ? texts.removeOne(visibleText(only.slice(0, 200)))
        : isEvery
          ? texts.removeEvery(formats.number(count))
          : texts.removeMany(formats.number(count));
  return (
    <ConfirmDialog
      opened={choice !== undefined}
      onClose={onClose}
      title={<bdi style={{ overflowWrap: 'anywhere' }}>{title}</bdi>}
      action={texts.removeAction}
      isReady={count !== undefined && count > 0}
      {...(isEvery && { mustType: texts.deleteAll })}
      onConfirm={async () => {
        if (!choice) return;
        const removed = await removeRetained(choice);
        onRemoved();
        showDone(texts.removed(formats.number(removed)));
      }}
    >
      {counted.error && <ProblemView problem={counted.error} onRetry={() => void counted.refetch()} />}
      {q !== undefined && !isEvery && (
        <Text component="div" mb={4}>
          {texts.matching} <Code className="device-text">{q.slice(0, 300)}</Code>
        </Text>
      )}
      {counted.data && `${texts.bytes(formats.bytes(counted.data.bytes))} `}
      {texts.effect}
    </ConfirmDialog>
  );
}
