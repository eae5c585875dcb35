import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Connector, ConnectorType } from '../../../../src/api/contract.ts';
import { outboundReason } from '../../../../src/texts/outbound-reasons.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { useKindName } from '../../shared/ui/channel-kinds.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { FileMark } from '../../shared/ui/file-lock.tsx';
import { KindMark } from '../../shared/ui/kind-mark.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import styles from './card.module.css';
import {
  type ConnectorCounts,
  countsOf,
  useConnectorNews,
  useConnectors,
  useConnectorTypes,
  useDeliveryCounts,
} from './connector-queries.ts';
import { connectorTexts } from './connectors.texts.ts';
import { DependantList } from './dependant-list.tsx';
import { type Dependant, useDependants } from './dependants.ts';
import { ConnectorState } from './state-mark.tsx';
import { useConnectorTest } from './test-connector.tsx';
import { VerdictView } from './verdict-view.tsx';

/** Everything that is no channel. */
export function ConnectorCards() {
  const texts = useTexts(connectorTexts);
  const query = useConnectors();
  const { data: types } = useConnectorTypes();
  const { data: counts } = useDeliveryCounts();
  const dependantsOf = useDependants();
  useConnectorNews();
  const isSystem = ({ type }: Connector) => !isChannel(types, type);
  return (
    <QueryView
      query={query}
      isEmpty={(all) => !all.some(isSystem)}
      empty={
        <EmptyState command="tocsin connectors ls">
          {texts.nothingYet}
          <br />
          {texts.channelsElsewhere}
        </EmptyState>
      }
    >
      {(all) => (
        <div className={styles.grid}>
          {all.filter(isSystem).map((connector) => (
            <ConnectorCard
              key={`${connector.type}:${connector.name}`}
              connector={connector}
              counts={countsOf(counts, `${connector.type}:${connector.name}`)}
              dependants={dependantsOf(connector).filter(({ kind }) => kind !== 'action')}
            />
          ))}
        </div>
      )}
    </QueryView>
  );
}

export function isChannel(types: readonly ConnectorType[] | undefined, type: string): boolean {
  return types?.find((one) => one.type === type)?.channel ?? false;
}

function ConnectorCard({
  connector,
  counts,
  dependants,
}: {
  connector: Connector;
  counts: ConnectorCounts | undefined;
  dependants: readonly Dependant[];
}) {
  const texts = useTexts(connectorTexts);
  const formats = useFormats();
  const language = useLanguage();
  const nameOf = useKindName();
  const id = `${connector.type}:${connector.name}`;
  const { button, outcome } = useConnectorTest(id);
  const waiting = (counts?.queued ?? 0) + (counts?.retrying ?? 0);
  return (
    <section className={styles.card} aria-label={id}>
      <div className={styles.head}>
        <KindMark kind={connector.type} />
        <div style={{ flex: 1, minWidth: 0 }}>
          <Link to="/rules/connector" search={{ id } as never} className={styles.name ?? ''}>
            {connector.name}
          </Link>
          <FileMark file={connector.file} />
          <Text size="xs" c="dimmed">
            {nameOf(connector.type)}
          </Text>
        </div>
        {button}
      </div>
      <div>
        <ConnectorState status={connector.status} />
        {connector.status_reason && (
          <Text
            size="xs"
            c="dimmed"
            lineClamp={2}
            title={outboundReason(connector.status_reason, language)}
            style={{ overflowWrap: 'anywhere' }}
          >
            {outboundReason(connector.status_reason, language)}
          </Text>
        )}
      </div>
      <dl className={styles.facts}>
        <dt>{texts.queue}</dt>
        <dd>
          {formats.number(waiting)} {texts.waiting}
        </dd>
        <dt>{texts.calls}</dt>
        <dd>
          {formats.number(counts?.delivered ?? 0)} {texts.delivered} ·{' '}
          {formats.number((counts?.failed ?? 0) + (counts?.expired ?? 0))} {texts.failed}
        </dd>
        <dt>{texts.usedBy}</dt>
        <dd>
          <DependantList dependants={dependants} />
        </dd>
      </dl>
      {outcome && <VerdictView outcome={outcome} />}
    </section>
  );
}
