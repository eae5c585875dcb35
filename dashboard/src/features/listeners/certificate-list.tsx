import { Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { Certificate } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { DaysLeft } from './days-left.tsx';
import { listenerTexts } from './listeners.texts.ts';
import { operateListener, useCertificates } from './listeners.ts';

/** What listeners show, and how long it lasts: those that end first stand first. */
export function CertificateList() {
  const texts = useTexts(listenerTexts);
  const certificates = useCertificates();
  const [problem, setProblem] = useState<Error>();
  const reload = (id: string) => {
    setProblem(undefined);
    operateListener(id, 'reload').then(() => showDone(texts.reloaded(id)), setProblem);
  };
  return (
    <Section title={texts.certificates} about={texts.certificatesAbout}>
      {problem && <ProblemView problem={problem} />}
      <QueryView
        query={certificates}
        isEmpty={(rows) => rows.length === 0}
        empty={<EmptyState>{texts.noCertificates}</EmptyState>}
      >
        {(rows) => (
          <PlainTable
            label={texts.certificates}
            head={[texts.listeners, texts.subject, texts.issuer, texts.ends, texts.left, texts.actions]}
            minWidth={760}
          >
            {rows
              .toSorted((a, b) => a.days_left - b.days_left)
              .map((one) => (
                <Table.Tr key={`${one.listener} ${one.server_name} ${one.fingerprint}`}>
                  <Table.Td>
                    <span className="device-text">{one.listener}</span>
                    {one.server_name !== null && (
                      <Text size="xs" c="dimmed">
                        {one.server_name}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <DeviceText text={one.subject} />
                    <Names certificate={one} />
                  </Table.Td>
                  <Table.Td>
                    <DeviceText text={one.issuer} />
                  </Table.Td>
                  <Table.Td>
                    <Moment at={one.not_after} />
                  </Table.Td>
                  <Table.Td>
                    <DaysLeft days={one.days_left} />
                  </Table.Td>
                  <Table.Td>
                    <Group gap={4}>
                      <ForRole role="administrator">
                        <Button
                          size="compact-sm"
                          variant="default"
                          onClick={() => reload(one.listener)}
                          aria-label={`${texts.reload}: ${one.listener}`}
                        >
                          {texts.reload}
                        </Button>
                      </ForRole>
                    </Group>
                  </Table.Td>
                </Table.Tr>
              ))}
          </PlainTable>
        )}
      </QueryView>
    </Section>
  );
}

function Names({ certificate: { subject_alternative_names: names } }: { certificate: Certificate }) {
  if (names.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" component="div">
      <DeviceText text={names.join(', ')} />
    </Text>
  );
}
