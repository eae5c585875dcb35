import { Button, Checkbox, Group, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { EmqxImportPlan, EmqxImportRow } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { choiceOf, firstTicks, isOpen, withAll } from './emqx-choice.ts';
import { emqxImportTexts } from './emqx-import.texts.ts';
import type { EmqxChoice } from './emqx-imports.ts';
import { EmqxReport } from './emqx-report.tsx';
import { EmqxRow } from './emqx-row.tsx';

/** Rows that are drawn; the rest is ticked and counted as well. */
const FIRST_ROWS = 200;

const VERDICTS = ['same', 'adapted', 'not_supported'] as const;

interface EmqxPlanProps {
  readonly plan: EmqxImportPlan;
  /** Something of it was taken over: what is still open was left on purpose, or would undo an offer. */
  readonly isDone: boolean;
  readonly onApply: (choice: EmqxChoice) => Promise<void>;
}

/** All that an EMQX has, to be chosen from. */
export function EmqxPlan({ plan, isDone, onApply }: EmqxPlanProps) {
  const texts = useTexts(emqxImportTexts);
  const [ticks, setTicks] = useState(() => firstTicks(isDone ? [] : plan.rows));
  const [verdict, setVerdict] = useState<EmqxImportRow['verdict'] | 'all'>('all');
  const [shown, setShown] = useState(FIRST_ROWS);
  const [isAsking, setAsking] = useState(false);
  if (plan.rows.length === 0) return <Text>{texts.nothing}</Text>;
  const fitting = plan.rows.filter((row) => verdict === 'all' || row.verdict === verdict);
  const possible = fitting.filter(isOpen);
  const ticked = possible.filter(({ id }) => ticks.rows.has(id));
  const choice = choiceOf(plan.rows, ticks);
  const chosen = plan.rows.filter(({ id }) => choice.only.includes(id));
  const adds = chosen.filter(({ what }) => what === 'add').length;
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          aria-label={texts.head.verdict}
          value={verdict}
          onChange={(value) => setVerdict(value as typeof verdict)}
          data={[
            { value: 'all', label: texts.all(plan.rows.length) },
            ...VERDICTS.map((name) => ({ value: name, label: texts.counts[name](plan.counts[name]) })),
          ]}
        />
        <EmqxReport plan={plan} />
      </Group>
      <PlainTable
        label={texts.plan}
        head={['', texts.head.verdict, texts.head.type, texts.head.name, texts.head.why, '']}
        minWidth={800}
      >
        <Table.Tr>
          <Table.Td>
            <Checkbox
              aria-label={texts.takeAll}
              checked={ticked.length > 0 && ticked.length === possible.length}
              indeterminate={ticked.length > 0 && ticked.length < possible.length}
              disabled={possible.length === 0}
              onChange={({ currentTarget: { checked } }) =>
                setTicks((before) => withAll(before, fitting, checked))
              }
            />
          </Table.Td>
          <Table.Td colSpan={5} c="dimmed">
            {texts.takeAll}
          </Table.Td>
        </Table.Tr>
        {fitting.slice(0, shown).map((row) => (
          <EmqxRow key={row.id} row={row} ticks={ticks} onTicks={setTicks} />
        ))}
      </PlainTable>
      {fitting.length > shown && (
        <div>
          <Button variant="subtle" onClick={() => setShown(shown + FIRST_ROWS)}>
            {texts.more(Math.min(FIRST_ROWS, fitting.length - shown))}
          </Button>
        </div>
      )}
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
        onConfirm={() => onApply(choice)}
      >
        {texts.applyEffect(adds, chosen.length - adds)}
      </ConfirmDialog>
    </Stack>
  );
}
