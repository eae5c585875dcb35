import { Group, Slider, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { EffectiveSetting, System } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { CopyText } from '../../shared/ui/copy-text.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { daysOf, growthOf, projectionOf, RETENTION_SETTINGS, settingOf } from './retention-projection.ts';
import { SettingOrigin } from './setting-origin.tsx';
import { systemTexts } from './system.texts.ts';
import { useSettings } from './system.ts';

/** How long things are kept, where that is written, and what another time would take. */
export function Retention({ system }: { system: System }) {
  const texts = useTexts(systemTexts);
  const isAllowed = useMay('administrator');
  const settings = useSettings(isAllowed);
  if (!isAllowed) return <Section title={texts.retention} about={texts.settingsForAdministrators} />;
  return (
    <Section title={texts.retention} about={texts.retentionAbout}>
      <QueryView query={settings} rows={6}>
        {(all) => {
          const shown = RETENTION_SETTINGS.flatMap((path) => settingOf(all, path) ?? []);
          return (
            <>
              <PlainTable
                label={texts.retention}
                head={[texts.kept, texts.value, texts.origin]}
                minWidth={420}
              >
                {shown.map((setting) => (
                  <Table.Tr key={setting.path}>
                    <Table.Td>
                      {texts.keeps[setting.path as keyof typeof texts.keeps]}
                      <Text size="xs" c="dimmed" className="device-text">
                        {setting.path}
                      </Text>
                    </Table.Td>
                    <Table.Td>{String(setting.value)}</Table.Td>
                    <Table.Td>
                      <SettingOrigin setting={setting} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </PlainTable>
              <Projection system={system} settings={all} />
            </>
          );
        }}
      </QueryView>
    </Section>
  );
}

const MOST_DAYS = 90;
const MARKS = [1, 7, 30, 60, 90].map((value) => ({ value, label: String(value) }));

function Projection({ system, settings }: { system: System; settings: readonly EffectiveSetting[] }) {
  const texts = useTexts(systemTexts);
  const formats = useFormats();
  const configured = daysOf(settingOf(settings, 'journal.retention')?.value) ?? 7;
  const [days, setDays] = useState(() => Math.min(MOST_DAYS, Math.max(1, Math.round(configured))));
  const growth = growthOf(system);
  if (!growth)
    return (
      <Text size="sm" c="dimmed">
        {texts.tooLittle}
      </Text>
    );
  const maximum = system.stores.find(({ name }) => name === 'journal')?.maximum ?? null;
  const { size, days: reached } = projectionOf(growth, days, maximum);
  const isCut = reached < days;
  const isTooMuch = system.disk !== null && size > system.disk.free;
  return (
    <Stack gap="xs" maw={560}>
      <Text size="sm" id="retention-days">
        {texts.whatIf}
      </Text>
      <Slider
        min={1}
        max={MOST_DAYS}
        value={days}
        onChange={setDays}
        marks={MARKS}
        mb="md"
        label={(value) => texts.days(value)}
        thumbLabel={texts.whatIf}
        thumbProps={{ 'aria-valuetext': texts.days(days) }}
      />
      <Text size="sm" role="status" aria-live="polite">
        {texts.grows(formats.bytes(growth.perDay))} {texts.projected(days, formats.bytes(size))}
        {isCut && ` ${texts.cutBySize(formats.number(reached, 1), formats.bytes(maximum ?? 0))}`}
        {isTooMuch && ` ▲ ${texts.moreThanFree}`}
      </Text>
      {days !== Math.round(configured) && (
        <Group gap="xs">
          <Text size="xs" c="dimmed">
            {texts.writeIt}
          </Text>
          <CopyText text={`journal: { retention: ${days}d }`} label="journal.retention" />
        </Group>
      )}
    </Stack>
  );
}
