import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Connector, ConnectorSummary } from '../../../../src/api/contract.ts';
import { outboundReason } from '../../../../src/texts/outbound-reasons.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { useKindName } from '../../shared/ui/channel-kinds.ts';
import { FileMark } from '../../shared/ui/file-lock.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { KindMark } from '../../shared/ui/kind-mark.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import styles from '../connectors/card.module.css';
import { createConnector, testConnector } from '../connectors/connector-changes.ts';
import {
  type ConnectorCounts,
  countsOf,
  useConnectorNews,
  useConnectorSummaries,
  useConnectors,
  useDeliveryCounts,
} from '../connectors/connector-queries.ts';
import { DependantList } from '../connectors/dependant-list.tsx';
import { type Dependant, useDependants } from '../connectors/dependants.ts';
import { useConnectorTest } from '../connectors/test-connector.tsx';
import { type TestOutcome, VerdictView } from '../connectors/verdict-view.tsx';
import { ChannelState } from './channel-state.tsx';
import { channelTexts } from './channels.texts.ts';
import { MinuteMeter } from './minute-meter.tsx';

export const INBOX = 'preview:inbox';

/** Every channel, and the preview inbox, which is there although nobody has made it. */
export function ChannelCards() {
  const texts = useTexts(channelTexts);
  const query = useConnectorSummaries();
  const { data: connectors = [] } = useConnectors();
  const { data: day } = useDeliveryCounts(24);
  const { data: month } = useDeliveryCounts(24 * 30);
  const dependantsOf = useDependants();
  useConnectorNews();
  return (
    <QueryView query={query}>
      {(all) => {
        const channels = all.filter(({ channel }) => channel);
        const others = channels.filter(({ id }) => id !== INBOX);
        const inbox = channels.find(({ id }) => id === INBOX);
        const card = (summary: ConnectorSummary) => {
          const connector = connectors.find(({ type, name }) => `${type}:${name}` === summary.id);
          return (
            <ChannelCard
              key={summary.id}
              summary={summary}
              day={countsOf(day, summary.id)}
              month={countsOf(month, summary.id)}
              dependants={connector ? usersOf(dependantsOf(connector), connector) : []}
            />
          );
        };
        return (
          <>
            {others.length === 0 && <Text c="dimmed">{texts.noneYet}</Text>}
            <div className={styles.grid}>
              {others.map(card)}
              {inbox ? card(inbox) : <AbsentInbox />}
            </div>
          </>
        );
      }}
    </QueryView>
  );
}

/** An action is there for a rule: the rule says more. */
function usersOf(dependants: readonly Dependant[], { actions }: Connector): readonly Dependant[] {
  const users = dependants.filter(({ kind }) => kind !== 'action');
  return users.length > 0 || actions.length === 0 ? users : dependants;
}

interface ChannelCardProps {
  readonly summary: ConnectorSummary;
  readonly day: ConnectorCounts | undefined;
  readonly month: ConnectorCounts | undefined;
  readonly dependants: readonly Dependant[];
}

function ChannelCard({ summary, day, month, dependants }: ChannelCardProps) {
  const texts = useTexts(channelTexts);
  const formats = useFormats();
  const language = useLanguage();
  const nameOf = useKindName();
  const { id, type, name, status_reason: reason } = summary;
  const { button, outcome } = useConnectorTest(id);
  return (
    <section className={styles.card} aria-label={id}>
      <div className={styles.head}>
        <KindMark kind={type} />
        <div style={{ flex: 1, minWidth: 0 }}>
          <Link to="/notify/channel" search={{ id } as never} className={styles.name ?? ''}>
            {name}
          </Link>
          <FileMark file={summary.file} />
          <Text size="xs" c="dimmed">
            {nameOf(type)}
          </Text>
        </div>
        {button}
      </div>
      <div>
        <ChannelState summary={summary} counts={day} />
        {reason && (
          <Text
            size="xs"
            c="dimmed"
            lineClamp={2}
            title={outboundReason(reason, language)}
            style={{ overflowWrap: 'anywhere' }}
          >
            {outboundReason(reason, language)}
          </Text>
        )}
      </div>
      <dl className={styles.facts}>
        <dt>{texts.limit}</dt>
        <dd>
          <MinuteMeter summary={summary} />
        </dd>
        <dt title={texts.monthHint}>{texts.month}</dt>
        <dd>
          {texts.sent(formats.number(month?.delivered ?? 0))} ·{' '}
          {texts.failed(formats.number((month?.failed ?? 0) + (month?.expired ?? 0)))}
        </dd>
        <dt>{texts.usedBy}</dt>
        <dd>
          <DependantList dependants={dependants} />
        </dd>
      </dl>
      {id === INBOX && <InboxNote />}
      {outcome && (
        <VerdictView
          outcome={outcome}
          fix={
            <Button
              component={Link}
              to="/notify/channel"
              search={{ id } as never}
              variant="default"
              size="compact-sm"
              w="fit-content"
            >
              {texts.fixInSettings}
            </Button>
          }
        />
      )}
    </section>
  );
}

function InboxNote() {
  const texts = useTexts(channelTexts);
  return (
    <Text size="xs" c="dimmed">
      {texts.inboxAbout}{' '}
      <Link to="/notify/inbox" style={{ color: 'var(--mantine-color-anchor)' }}>
        {texts.openInbox}
      </Link>
    </Text>
  );
}

/** It is made when the first message goes there. */
function AbsentInbox() {
  const texts = useTexts(channelTexts);
  const nameOf = useKindName();
  const [outcome, setOutcome] = useState<TestOutcome>();
  const test = async () => {
    try {
      await createConnector('preview', 'inbox', {});
      setOutcome({ verdict: await testConnector(INBOX) });
    } catch (problem) {
      setOutcome({ problem: problem as Error });
    }
  };
  return (
    <section className={styles.card} aria-label={INBOX}>
      <div className={styles.head}>
        <KindMark kind="preview" />
        <div style={{ flex: 1, minWidth: 0 }}>
          <Link to="/notify/inbox" className={styles.name ?? ''}>
            {nameOf('preview')}
          </Link>
        </div>
        <ForRole role="editor">
          <Button variant="default" size="compact-sm" onClick={() => void test()}>
            {texts.sendTest}
          </Button>
        </ForRole>
      </div>
      <InboxNote />
      {outcome && <VerdictView outcome={outcome} />}
    </section>
  );
}
