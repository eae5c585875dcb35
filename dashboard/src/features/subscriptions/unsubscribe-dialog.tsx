import { Stack, Text } from '@mantine/core';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { type SubscriptionSet, useUnsubscribeCount } from './subscription-search.ts';
import { subscriptionTexts } from './subscriptions.texts.ts';
import { unsubscribe } from './unsubscribe.ts';

interface UnsubscribeDialogProps {
  /** Undefined: closed. */
  readonly set: SubscriptionSet | undefined;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Says how many subscriptions of how many clients it would be, before it is done. */
export function UnsubscribeDialog({ set, onClose, onDone }: UnsubscribeDialogProps) {
  const texts = useTexts(subscriptionTexts);
  const formats = useFormats();
  const { data } = useUnsubscribeCount(set);
  const count = data?.count ?? (set === undefined ? 0 : 'q' in set ? set.count : set.rows.length);
  const run = async () => {
    if (!set) return;
    await unsubscribe(set, (done) => texts.unsubscribedMany(done, formats.number(done)));
    onDone();
  };
  return (
    <ConfirmDialog
      opened={set !== undefined}
      onClose={onClose}
      title={texts.ask(count, formats.number(count))}
      action={texts.unsubscribe}
      onConfirm={run}
    >
      <Stack gap="sm">
        <Text>
          {data
            ? texts.effect(data.count, formats.number(data.count), data.clients, formats.number(data.clients))
            : texts.counting}
        </Text>
        <Text c="dimmed" size="xs">
          {texts.note}
        </Text>
      </Stack>
    </ConfirmDialog>
  );
}
