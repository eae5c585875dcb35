import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Connector } from '../../../../src/api/contract.ts';
import { outboundReason } from '../../../../src/texts/outbound-reasons.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { useKindName } from '../../shared/ui/channel-kinds.ts';
import { KindMark } from '../../shared/ui/kind-mark.tsx';
import styles from './card.module.css';
import { ConnectorActions } from './connector-actions.tsx';
import { EditConnector } from './connector-form.tsx';
import { useConnectorNews, useConnectorTypes } from './connector-queries.ts';
import { connectorTexts } from './connectors.texts.ts';
import { DeleteConnector } from './delete-connector.tsx';
import { useDependants } from './dependants.ts';
import { QueuePanel } from './queue-panel.tsx';
import { ConnectorState } from './state-mark.tsx';
import { useConnectorTest } from './test-connector.tsx';
import { VerdictView } from './verdict-view.tsx';

interface ConnectorDetailProps {
  readonly connector: Connector;
  /** Its recent deliveries. */
  readonly calls: ReactNode;
  readonly onDeleted: () => void;
}

/** One connector: how it goes, what it sent, what waits, and its settings. */
export function ConnectorDetail({ connector, calls, onDeleted }: ConnectorDetailProps) {
  const texts = useTexts(connectorTexts);
  const nameOf = useKindName();
  const { data: types } = useConnectorTypes();
  const dependantsOf = useDependants();
  const id = `${connector.type}:${connector.name}`;
  const language = useLanguage();
  const { button, outcome } = useConnectorTest(id);
  const type = types?.find((one) => one.type === connector.type);
  useConnectorNews();
  return (
    <Stack gap="md">
      <Group gap="sm" align="center">
        <KindMark kind={connector.type} large />
        <div style={{ flex: 1, minWidth: 200 }}>
          <ConnectorState status={connector.status} />
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {[nameOf(connector.type), outboundReason(connector.status_reason ?? '', language)]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </div>
        {button}
        <DeleteConnector
          id={id}
          name={connector.name}
          dependants={dependantsOf(connector)}
          file={connector.file}
          onDone={onDeleted}
        />
      </Group>
      {outcome && <VerdictView outcome={outcome} />}
      <div className={styles.columns}>
        <Section title={texts.settings}>
          {type && <EditConnector key={id} connector={connector} type={type} />}
        </Section>
        <Stack gap="lg">
          <Section title={texts.queue}>
            <QueuePanel connector={connector} />
          </Section>
          <Section title={texts.actions}>
            <ConnectorActions connector={connector} />
          </Section>
          {connector.sources.length > 0 && (
            <Section title={texts.sources}>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {connector.sources.join(' · ')}
              </Text>
            </Section>
          )}
          <Section title={texts.calls}>{calls}</Section>
        </Stack>
      </div>
    </Stack>
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <Title order={2}>{title}</Title>
      {children}
    </section>
  );
}
