import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Subscription } from '../../../../src/api/contract.ts';
import { copyText } from '../../shared/clipboard/clipboard.ts';
import { useFormats } from '../../shared/format/format.ts';
import { ExportMenu } from '../../shared/table/export-menu.tsx';
import type { DataColumn, SelectedRows } from '../../shared/table/table-column.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { allSubscriptions, type SubscriptionSet } from './subscription-search.ts';
import { subscriptionTexts } from './subscriptions.texts.ts';
import { UnsubscribeDialog } from './unsubscribe-dialog.tsx';

interface SubscriptionBulkBarProps {
  readonly selected: SelectedRows<Subscription>;
  readonly q: string;
  /** All that match. */
  readonly total: number;
  readonly columns: readonly DataColumn<Subscription>[];
}

/** What can be done with those that are selected, or with all that match. */
export function SubscriptionBulkBar({ selected, q, total, columns }: SubscriptionBulkBarProps) {
  const texts = useTexts(subscriptionTexts);
  const formats = useFormats();
  const [isAll, setAll] = useState(false);
  const [asked, setAsked] = useState<SubscriptionSet>();
  const rows = async () => (isAll ? allSubscriptions(q) : selected.rows);
  const copyTopics = async (): Promise<void> => {
    const topics = [...new Set((await rows()).map(({ topic }) => topic))];
    if (await copyText(topics.join('\n'))) showDone(texts.copied(formats.number(topics.length)));
  };
  return (
    <>
      {total > selected.ids.length && (
        <Button
          size="compact-sm"
          variant={isAll ? 'filled' : 'subtle'}
          aria-pressed={isAll}
          onClick={() => setAll(!isAll)}
        >
          {texts.allMatching(formats.number(total))}
        </Button>
      )}
      <ForRole role="administrator">
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => setAsked(isAll ? { q, count: total } : { rows: selected.rows })}
        >
          {texts.unsubscribeMany}
        </Button>
      </ForRole>
      <Button size="compact-sm" variant="subtle" onClick={() => void copyTopics()}>
        {texts.copyTopics}
      </Button>
      <ExportMenu name="subscriptions" columns={columns} fetchRows={rows} />
      <UnsubscribeDialog set={asked} onClose={() => setAsked(undefined)} onDone={selected.clear} />
    </>
  );
}
