import { Button, Checkbox, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { BackupHistoryCounts, BackupPlanEntry } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { StateMark, type StateTone } from '../../shared/ui/state-mark.tsx';
import { ChangeList } from '../audit/change-list.tsx';
import { backupTexts } from './backup.texts.ts';
import { HISTORY } from './backup-history.ts';
import type { Chosen } from './backups.ts';

const TONES: Readonly<Record<BackupPlanEntry['what'], StateTone>> = {
  add: 'info',
  change: 'warning',
  remove: 'bad',
  same: 'good',
  conflict: 'bad',
};

interface PlanTableProps {
  readonly entries: readonly BackupPlanEntry[];
  /** What becomes of the alerts of the file, which are one of the entries. */
  readonly history: BackupHistoryCounts | undefined;
  readonly onApply: (chosen: readonly Chosen[]) => Promise<void>;
}

/** What an import would do, thing by thing, to be chosen from. */
export function PlanTable({ entries, history, onApply }: PlanTableProps) {
  const texts = useTexts(backupTexts);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  const shown = entries.filter(({ what }) => what !== 'same');
  const possible = shown.filter(({ what }) => what === 'add' || what === 'change');
  const chosen = possible.filter((entry) => !left.has(keyOf(entry)));
  const same = entries.length - shown.length;
  if (shown.length === 0) return <Text>✓ {texts.nothing}</Text>;
  const toggle = (key: string) =>
    setLeft((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <>
      <PlainTable
        label={texts.entries}
        head={['', texts.what, texts.kind, texts.name, texts.detail]}
        minWidth={640}
      >
        <Table.Tr>
          <Table.Td>
            <Checkbox
              aria-label={texts.selectAll}
              checked={chosen.length > 0 && chosen.length === possible.length}
              indeterminate={chosen.length > 0 && chosen.length < possible.length}
              disabled={possible.length === 0}
              onChange={({ currentTarget }) =>
                setLeft(currentTarget.checked ? new Set() : new Set(possible.map(keyOf)))
              }
            />
          </Table.Td>
          <Table.Td colSpan={4} c="dimmed">
            {texts.selectAll}
            {same > 0 && ` · ${texts.sameHidden(same)}`}
          </Table.Td>
        </Table.Tr>
        {shown.map((entry) => {
          const key = keyOf(entry);
          const isPossible = entry.what !== 'conflict';
          return (
            <Table.Tr key={key}>
              <Table.Td>
                <Checkbox
                  aria-label={texts.select(entry.id)}
                  checked={isPossible && !left.has(key)}
                  disabled={!isPossible}
                  onChange={() => toggle(key)}
                />
              </Table.Td>
              <Table.Td>
                <StateMark tone={TONES[entry.what]}>{texts[entry.what]}</StateMark>
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {texts.kinds[entry.kind as keyof typeof texts.kinds] ?? entry.kind}
              </Table.Td>
              <Table.Td>
                {entry.kind === HISTORY.kind ? texts.historyAlerts : <DeviceText text={entry.id} />}
              </Table.Td>
              <Table.Td>
                {entry.kind === HISTORY.kind && history && <HistoryCounts counts={history} />}
                <ConflictSentence entry={entry} />
                {entry.changes.length > 0 && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-expanded={open === key}
                    onClick={() => setOpen(open === key ? undefined : key)}
                  >
                    {open === key ? texts.hide : texts.members(entry.changes.length)}
                  </Button>
                )}
                {open === key && <ChangeList changes={entry.changes} />}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </PlainTable>
      <Group justify="flex-end">
        <Button disabled={chosen.length === 0} onClick={() => setAsking(true)}>
          {texts.apply(chosen.length)}
        </Button>
      </Group>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={texts.applyTitle}
        action={texts.apply(chosen.length)}
        isDangerous={false}
        onConfirm={() => onApply(chosen.map(({ kind, id }) => ({ kind, id })))}
      >
        {texts.applyEffect(
          chosen.filter(({ what }) => what === 'add').length,
          chosen.filter(({ what }) => what === 'change').length,
        )}
      </ConfirmDialog>
    </>
  );
}

function HistoryCounts({ counts }: { counts: BackupHistoryCounts }) {
  const texts = useTexts(backupTexts);
  const { number } = useFormats();
  const parts = [
    texts.historyNew(number(counts.added)),
    ...(counts.same > 0 ? [texts.historySame(number(counts.same))] : []),
    ...(counts.too_old > 0 ? [texts.historyOld(number(counts.too_old))] : []),
    ...(counts.refused > 0 ? [texts.historyRefused(number(counts.refused))] : []),
  ];
  return (
    <Text size="sm">
      {parts.join(' · ')}
      {counts.added > 0 && (
        <Text span inherit c="dimmed">
          {' '}
          {texts.historyStays}
        </Text>
      )}
    </Text>
  );
}

function ConflictSentence({ entry: { conflict, at = '' } }: { entry: BackupPlanEntry }) {
  const { conflicts } = useTexts(backupTexts);
  if (conflict === undefined) return null;
  return (
    <Text size="sm">{conflict === 'needs_secret' ? conflicts.needs_secret(at) : conflicts[conflict]}</Text>
  );
}

function keyOf({ kind, id }: Chosen): string {
  return `${kind}\n${id}`;
}
