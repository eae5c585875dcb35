import { Button, Group, ScrollArea, Table, Text, Tooltip } from '@mantine/core';
import { type KeyboardEvent, useMemo, useState } from 'react';
import type { AlertDays } from '../../../../../src/api/contract.ts';
import { useFormats } from '../../../shared/format/format.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { useSeverityWords } from '../../../shared/ui/severity-mark.tsx';
import styles from './calendar-strip.module.css';
import { daysUntil } from './days.ts';
import { historyTexts } from './history.texts.ts';

type Day = AlertDays['data'][number];

interface CalendarStripProps {
  readonly days: readonly Day[];
  /** The last day: `2026-08-20`. */
  readonly today: string;
  readonly chosen: string | undefined;
  readonly onChoose: (day: string | undefined) => void;
}

const SHOWN = 91;
const LEVELS = 4;

/** Ninety days, a field each: the more alerts, the darker. Arrow keys go from day to day; the table has the numbers. */
export function CalendarStrip(props: CalendarStripProps) {
  const { days, today } = props;
  const texts = useTexts(historyTexts);
  const [isTable, setTable] = useState(false);
  const known = useMemo(() => new Map(days.map((day) => [day.day, day])), [days]);
  const shown = useMemo(() => daysUntil(today, SHOWN), [today]);
  return (
    <section aria-label={texts.calendar} className={styles.section}>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {texts.calendar}
        </Text>
        <Button size="compact-xs" variant="subtle" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? texts.asStrip : texts.asTable}
        </Button>
      </Group>
      {isTable ? <DayTable days={days} /> : <Strip {...props} shown={shown} known={known} />}
    </section>
  );
}

interface StripProps extends CalendarStripProps {
  readonly shown: readonly string[];
  readonly known: ReadonlyMap<string, Day>;
}

function Strip({ shown, known, chosen, onChoose }: StripProps) {
  const texts = useTexts(historyTexts);
  const formats = useFormats();
  const most = Math.max(1, ...shown.map((day) => known.get(day)?.began ?? 0));
  const [at, setAt] = useState(shown.length - 1);
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowUp: -1,
      ArrowDown: 1,
      ArrowLeft: -7,
      ArrowRight: 7,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(shown.length - 1, at + step));
    setAt(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };
  // Weeks are columns that begin on Monday.
  const before = (new Date(`${shown[0]}T00:00:00Z`).getUTCDay() + 6) % 7;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its buttons are what is used; the arrows go between them */}
      <div className={styles.strip} onKeyDown={move}>
        {shown.map((day, index) => {
          const found = known.get(day);
          const label = found
            ? texts.day(day, formats.number(found.began)) +
              (found.critical > 0 ? texts.worst(formats.number(found.critical)) : '')
            : texts.dayNone(day);
          return (
            <Tooltip key={day} label={label}>
              <button
                type="button"
                className={styles.day}
                data-level={found ? Math.max(1, Math.ceil((LEVELS * found.began) / most)) : 0}
                data-critical={found && found.critical > 0 ? true : undefined}
                aria-label={label}
                aria-pressed={day === chosen}
                tabIndex={index === at ? 0 : -1}
                style={index === 0 ? { gridRowStart: before + 1 } : undefined}
                onFocus={() => setAt(index)}
                onClick={() => onChoose(day === chosen ? undefined : day)}
              />
            </Tooltip>
          );
        })}
      </div>
      <Group gap={4} mt={6} aria-hidden="true">
        <Text size="xs" c="dimmed">
          {texts.less}
        </Text>
        {[0, 1, 2, 3, 4].map((level) => (
          <span key={level} className={styles.day} data-level={level} />
        ))}
        <Text size="xs" c="dimmed">
          {texts.more}
        </Text>
      </Group>
    </>
  );
}

function DayTable({ days }: { days: readonly Day[] }) {
  const texts = useTexts(historyTexts);
  const words = useSeverityWords();
  const formats = useFormats();
  return (
    <ScrollArea.Autosize mah={240} viewportProps={{ tabIndex: 0 }}>
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            {[texts.dayColumn, texts.all, words.critical, words.warning, words.info].map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.toReversed().map(({ day, began, critical, warning, info }) => (
            <Table.Tr key={day}>
              <Table.Td>{day}</Table.Td>
              <Table.Td>{formats.number(began)}</Table.Td>
              <Table.Td>{formats.number(critical)}</Table.Td>
              <Table.Td>{formats.number(warning)}</Table.Td>
              <Table.Td>{formats.number(info)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
