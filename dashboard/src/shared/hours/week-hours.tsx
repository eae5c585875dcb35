import { ActionIcon, Button, Chip, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { MaintenanceWindow } from '../../../../src/api/contract.ts';
import { useTexts } from '../texts/texts.ts';
import { hoursTexts } from './hours.texts.ts';
import { timeZones } from './local-time.ts';

export type Schedule = NonNullable<MaintenanceWindow['schedule']>;
type Day = Schedule['windows'][number]['days'][number];

export const WEEK: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

interface WeekHoursProps {
  readonly value: Schedule;
  readonly onChange: (value: Schedule) => void;
}

/** Hours of the week in a time zone. */
export function WeekHours({ value, onChange }: WeekHoursProps) {
  const texts = useTexts(hoursTexts);
  const { windows } = value;
  const change = (index: number, part: Partial<Schedule['windows'][number]>) =>
    onChange({
      ...value,
      windows: windows.map((window, at) => (at === index ? { ...window, ...part } : window)),
    });
  return (
    <Stack gap="xs">
      <Select
        label={texts.zone}
        searchable
        data={timeZones()}
        value={value.time_zone}
        onChange={(zone) => zone !== null && onChange({ ...value, time_zone: zone })}
        limit={50}
      />
      {windows.map((window, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name
        <Group key={index} gap="xs" align="end" wrap="wrap">
          <div>
            <Text size="xs" fw={500} mb={4}>
              {texts.days}
            </Text>
            <Chip.Group
              multiple
              value={window.days}
              onChange={(days) => change(index, { days: WEEK.filter((day) => days.includes(day)) })}
            >
              <Group gap={4}>
                {WEEK.map((day) => (
                  <Chip key={day} value={day} size="xs">
                    {texts.dayNames[day]}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
          </div>
          <TextInput
            type="time"
            label={texts.from}
            value={window.from}
            onChange={({ currentTarget }) => change(index, { from: currentTarget.value })}
          />
          <TextInput
            type="time"
            label={texts.to}
            value={window.to === '24:00' ? '00:00' : window.to}
            onChange={({ currentTarget }) => change(index, { to: currentTarget.value })}
          />
          {windows.length > 1 && (
            <ActionIcon
              variant="default"
              size={28}
              aria-label={texts.removeHours}
              onClick={() => onChange({ ...value, windows: windows.filter((_, at) => at !== index) })}
            >
              <IconX size={16} stroke={1.5} />
            </ActionIcon>
          )}
          {window.to <= window.from && (
            <Text size="xs" c="dimmed" mb={6}>
              {texts.nextDay}
            </Text>
          )}
        </Group>
      ))}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() =>
            onChange({ ...value, windows: [...windows, { days: ['sat'], from: '22:00', to: '02:00' }] })
          }
        >
          {texts.addHours}
        </Button>
      </div>
    </Stack>
  );
}

/** `Mon–Fri 09:00–18:00 · Asia/Shanghai` */
export function useScheduleText(): (schedule: Schedule) => string {
  const { dayNames, daily } = useTexts(hoursTexts);
  return ({ time_zone: zone, windows }) =>
    `${windows
      .map(
        ({ days, from, to }) =>
          `${days.length === WEEK.length ? daily : daysText(days, dayNames)} ${from}–${to}`,
      )
      .join(', ')} · ${zone}`;
}

function daysText(days: readonly Day[], names: Readonly<Record<Day, string>>): string {
  const runs: [Day, Day][] = [];
  for (const day of WEEK.filter((one) => days.includes(one))) {
    const last = runs.at(-1);
    if (last && WEEK.indexOf(last[1]) === WEEK.indexOf(day) - 1) last[1] = day;
    else runs.push([day, day]);
  }
  return runs.map(([from, to]) => (from === to ? names[from] : `${names[from]}–${names[to]}`)).join(', ');
}
