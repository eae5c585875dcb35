import { Alert, Checkbox, Group, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { EffectiveSetting } from '../../../../src/api/contract.ts';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { SettingOrigin } from './setting-origin.tsx';
import { systemTexts } from './system.texts.ts';
import { useSettings } from './system.ts';

/** The configuration as it holds, and where each part of it is written. */
export function SettingsTable() {
  const texts = useTexts(systemTexts);
  const isAllowed = useMay('administrator');
  const settings = useSettings(isAllowed);
  const [part, setPart] = useState('');
  const [onlySet, setOnlySet] = useState(true);
  if (!isAllowed) return <Section title={texts.settings} about={texts.settingsForAdministrators} />;
  return (
    <Section
      title={texts.settings}
      about={texts.settingsAbout}
      actions={
        <Group gap="sm">
          <Checkbox
            label={texts.onlySet}
            checked={onlySet}
            onChange={({ currentTarget }) => setOnlySet(currentTarget.checked)}
          />
          <TextInput
            aria-label={texts.find}
            placeholder={texts.find}
            value={part}
            onChange={({ currentTarget }) => setPart(currentTarget.value)}
          />
        </Group>
      }
    >
      <QueryView query={settings}>
        {(rows) => {
          const changed = rows.filter(({ changed_since }) => changed_since).length;
          const shown = rows.filter((row) => fits(row, part) && (!onlySet || row.origin !== 'default'));
          return (
            <>
              {changed > 0 && (
                <Alert color="yellow" variant="light" role="status">
                  ◆ {texts.restart(changed)}
                </Alert>
              )}
              {shown.length === 0 ? (
                <Text c="dimmed">{texts.nothingFound}</Text>
              ) : (
                <PlainTable
                  label={texts.settings}
                  head={[texts.setting, texts.value, texts.origin]}
                  minWidth={560}
                >
                  {shown.map((row) => (
                    <Table.Tr key={row.path}>
                      <Table.Td>
                        <span className="device-text">{row.path}</span>
                        <Text size="xs" c="dimmed">
                          {row.description}
                        </Text>
                      </Table.Td>
                      <Table.Td maw={260}>
                        <DeviceText
                          text={typeof row.value === 'string' ? row.value : JSON.stringify(row.value)}
                        />
                      </Table.Td>
                      <Table.Td>
                        <SettingOrigin setting={row} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </PlainTable>
              )}
            </>
          );
        }}
      </QueryView>
    </Section>
  );
}

function fits({ path, description }: EffectiveSetting, part: string): boolean {
  const text = part.trim().toLowerCase();
  return path.toLowerCase().includes(text) || description.toLowerCase().includes(text);
}
