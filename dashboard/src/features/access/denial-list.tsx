import { Anchor, Button, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { accessTexts } from './access.texts.ts';
import { AllowDialog } from './allow-dialog.tsx';
import { type Denial, useDenials } from './denials.ts';

/** What clients were not allowed to do lately, with a way to allow it. */
export function Denials() {
  const texts = useTexts(accessTexts);
  const denials = useDenials();
  const [allowing, setAllowing] = useState<Denial>();
  return (
    <Section title={texts.denials} about={texts.denialsAbout}>
      <QueryView
        query={denials}
        isEmpty={(rows) => rows.length === 0}
        empty={<EmptyState>✓ {texts.noDenials}</EmptyState>}
      >
        {(rows) => (
          <PlainTable
            label={texts.denials}
            head={[texts.time, texts.client, texts.action, texts.topic, texts.by, '']}
            minWidth={760}
          >
            {rows.map((denial) => (
              <Table.Tr key={denial.id}>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  <Moment at={denial.at} />
                </Table.Td>
                <Table.Td>
                  <Anchor
                    component={Link}
                    inherit
                    to="/clients/detail"
                    search={{ id: denial.clientId } as never}
                  >
                    <DeviceText text={denial.clientId} longest={60} />
                  </Anchor>
                  <Text size="xs" c="dimmed" component="div">
                    <DeviceText
                      text={[denial.username, denial.peerhost].filter(Boolean).join(' · ')}
                      longest={80}
                    />
                  </Text>
                </Table.Td>
                <Table.Td>{texts[denial.action]}</Table.Td>
                <Table.Td>
                  <DeviceText text={denial.topic} longest={200} />
                </Table.Td>
                <Table.Td>
                  <Anchor
                    component={Link}
                    inherit
                    to="/settings/access"
                    search={
                      {
                        view: 'try',
                        client: denial.clientId,
                        user: denial.username,
                        do: denial.action,
                        topic: denial.topic,
                      } as never
                    }
                  >
                    {texts.sourceKinds[denial.source as keyof typeof texts.sourceKinds] ??
                      (denial.source === 'default' ? texts.noMatch : denial.source)}
                  </Anchor>
                </Table.Td>
                <Table.Td ta="right">
                  <ForRole role="administrator">
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`${texts.allowThis}: ${denial.clientId} ${denial.topic}`}
                      onClick={() => setAllowing(denial)}
                    >
                      {texts.allowThis}
                    </Button>
                  </ForRole>
                </Table.Td>
              </Table.Tr>
            ))}
          </PlainTable>
        )}
      </QueryView>
      {allowing && <AllowDialog denial={allowing} onClose={() => setAllowing(undefined)} />}
    </Section>
  );
}
