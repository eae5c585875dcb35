import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AlertSettings, Connector } from '../../../../src/api/contract.ts';
import { outboundReason } from '../../../../src/texts/outbound-reasons.ts';
import { api } from '../../shared/api/client.ts';
import { useScheduleText } from '../../shared/hours/week-hours.tsx';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { attempt } from '../../shared/ui/attempt.tsx';
import { useKindName } from '../../shared/ui/channel-kinds.ts';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { KindMark } from '../../shared/ui/kind-mark.tsx';
import styles from '../connectors/card.module.css';
import { enableConnector } from '../connectors/connector-changes.ts';
import { EditConnector } from '../connectors/connector-form.tsx';
import {
  countsOf,
  useConnectorNews,
  useConnectorSummaries,
  useConnectorTypes,
  useDeliveryCounts,
} from '../connectors/connector-queries.ts';
import { DeleteConnector } from '../connectors/delete-connector.tsx';
import { DependantList } from '../connectors/dependant-list.tsx';
import { useDependants } from '../connectors/dependants.ts';
import { useConnectorTest } from '../connectors/test-connector.tsx';
import { VerdictView } from '../connectors/verdict-view.tsx';
import { INBOX } from './channel-cards.tsx';
import { ChannelHealth } from './channel-health.tsx';
import { ChannelState } from './channel-state.tsx';
import { channelTexts } from './channels.texts.ts';
import { MinuteMeter } from './minute-meter.tsx';
import { CHANNEL_MAIN } from './new-channel.tsx';
import { QueueLine } from './queue-line.tsx';
import { RecoverFailed } from './recover-failed.tsx';

interface ChannelDetailProps {
  readonly connector: Connector;
  readonly calls: ReactNode;
  readonly onDeleted: () => void;
}

/** Those of which no people read a message: a digest would tell them nothing. */
const PROGRAMS: ReadonlySet<string> = new Set(['pagerduty', 'webhook']);

/** One channel: how it goes, its settings, who uses it, and what to do after an outage. */
export function ChannelDetail({ connector, calls, onDeleted }: ChannelDetailProps) {
  const texts = useTexts(channelTexts);
  const nameOf = useKindName();
  const id = `${connector.type}:${connector.name}`;
  const { data: types } = useConnectorTypes();
  const { data: summaries } = useConnectorSummaries();
  const { data: day } = useDeliveryCounts(24);
  const dependants = useDependants()(connector);
  const language = useLanguage();
  const { button, outcome } = useConnectorTest(id);
  useConnectorNews();
  const type = types?.find((one) => one.type === connector.type);
  const summary = summaries?.find((one) => one.id === id);
  const isInbox = id === INBOX;
  const [on, off] = isInbox ? [texts.unmute, texts.mute] : [texts.switchOn, texts.switchOff];
  return (
    <Stack gap="md">
      <Group gap="sm" align="center">
        <KindMark kind={connector.type} large />
        <div style={{ flex: '1 1 200px', minWidth: 0 }}>
          {summary && <ChannelState summary={summary} counts={countsOf(day, id)} />}
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {[nameOf(connector.type), outboundReason(connector.status_reason ?? '', language)]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </div>
        {button}
        <ForRole role="editor" file={connector.file}>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => attempt(() => enableConnector(id, !connector.enable))}
          >
            {connector.enable ? off : on}
          </Button>
        </ForRole>
        {!isInbox && (
          <DeleteConnector
            id={id}
            name={connector.name}
            dependants={dependants}
            file={connector.file}
            onDone={onDeleted}
          />
        )}
      </Group>
      {isInbox && (
        <Text size="sm" c="dimmed">
          {texts.noDelete}
        </Text>
      )}
      {outcome && <VerdictView outcome={outcome} fix={<Text size="sm">{texts.changeBelow}</Text>} />}
      <div className={styles.columns}>
        <Section title={texts.settings}>
          {type && <EditConnector key={id} connector={connector} type={type} main={CHANNEL_MAIN} />}
        </Section>
        <Stack gap="lg">
          <Section title={texts.health}>
            <ChannelHealth id={id} />
            <dl className={styles.facts}>
              {summary && (
                <>
                  <dt>{texts.limit}</dt>
                  <dd>
                    <MinuteMeter summary={summary} />
                  </dd>
                </>
              )}
              <dt>{texts.usedBy}</dt>
              <dd>
                <DependantList dependants={dependants} most={20} />
              </dd>
              <dt>{texts.template}</dt>
              <dd>
                <Anchor component={Link} to="/notify/templates" search={{ channel: id } as never} inherit>
                  {texts.openTemplates}
                </Anchor>
              </dd>
              <QuietHours />
            </dl>
            <Text size="xs" c="dimmed">
              {texts.fallback}
            </Text>
            <QueueLine id={id} />
          </Section>
          <Section title={texts.lastDeliveries}>{calls}</Section>
          <Section title={texts.recover.title}>
            <RecoverFailed
              id={id}
              recovery={summary?.recovery ?? undefined}
              takesDigests={!PROGRAMS.has(id.split(':', 1)[0] ?? '')}
            />
          </Section>
        </Stack>
      </div>
    </Stack>
  );
}

function QuietHours() {
  const texts = useTexts(channelTexts);
  const { data } = useQuery({
    queryKey: ['alert_settings'],
    queryFn: ({ signal }) => api.get<AlertSettings>('/alert_settings', {}, signal),
  });
  const scheduleText = useScheduleText();
  const hours = data?.quiet_hours;
  const words = hours ? scheduleText(hours) : texts.quietNone;
  return (
    <>
      <dt>{texts.quiet}</dt>
      <dd title={texts.quietHelp}>{words}</dd>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <Title order={2}>{title}</Title>
      {children}
    </section>
  );
}
