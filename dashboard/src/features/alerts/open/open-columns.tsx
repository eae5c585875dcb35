import { ActionIcon, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { AlertGroup } from '../../../../../src/api/contract.ts';
import { useFormats } from '../../../shared/format/format.ts';
import type { DataColumn } from '../../../shared/table/table-column.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { DeviceText } from '../../../shared/ui/device-text.tsx';
import { SeverityMark } from '../../../shared/ui/severity-mark.tsx';
import { AlertState, DeliveryState, SilencedUntil, Since, useActorName } from '../alert-parts.tsx';
import { alertTexts } from '../alerts.texts.ts';
import { openTexts } from './open.texts.ts';
import styles from './open-alerts.module.css';
import type { OpenRow } from './open-rows.ts';

const LONGEST_KEY = 96;

/** @param toggle keep its identity */
export function useOpenColumns(toggle: (group: string) => void): readonly DataColumn<OpenRow>[] {
  const words = useTexts(alertTexts);
  return useMemo(
    (): readonly DataColumn<OpenRow>[] => [
      {
        id: 'severity',
        header: words.severity,
        width: 96,
        cell: (row) => (row.kind === 'more' ? null : <SeverityMark severity={subjectOf(row).severity} />),
        value: (row) => (row.kind === 'more' ? null : subjectOf(row).severity),
      },
      {
        id: 'title',
        header: words.title,
        width: 184,
        grows: true,
        cell: (row) => <TitleCell row={row} toggle={toggle} />,
        value: (row) => (row.kind === 'alert' ? row.alert.title : row.group.name),
      },
      {
        id: 'subject',
        header: words.subject,
        width: 172,
        grows: true,
        cell: (row) => <SubjectCell row={row} />,
        value: (row) => (row.kind === 'alert' ? row.alert.key : null),
      },
      {
        id: 'since',
        header: words.since,
        width: 100,
        cell: (row) =>
          row.kind === 'more' ? null : (
            <Since at={row.kind === 'alert' ? row.alert.starts_at : row.group.since} />
          ),
        value: (row) => (row.kind === 'alert' ? row.alert.starts_at : row.group.since),
      },
      {
        id: 'state',
        header: words.state,
        width: 276,
        cell: (row) => <StateCell row={row} />,
        value: (row) => (row.kind === 'alert' ? row.alert.status : null),
      },
      {
        id: 'deliveries',
        header: words.deliveries,
        width: 124,
        cell: (row) =>
          row.kind === 'more' ? null : (
            <DeliveryState deliveries={row.kind === 'alert' ? row.alert.deliveries : row.group.deliveries} />
          ),
      },
    ],
    [words, toggle],
  );
}

function subjectOf(row: Exclude<OpenRow, { kind: 'more' }>) {
  return row.kind === 'alert' ? row.alert : row.group;
}

function TitleCell({ row, toggle }: { row: OpenRow; toggle: (group: string) => void }) {
  const texts = useTexts(openTexts);
  const formats = useFormats();
  if (row.kind === 'more')
    return <span className={styles.member}>{texts.more(formats.number(row.left))}</span>;
  if (row.kind === 'alert')
    return (
      <Link
        to="/alerts/detail"
        search={{ id: row.alert.id } as never}
        className={row.isMember ? `${styles.title} ${styles.member}` : styles.title}
      >
        <bdi>{row.alert.title}</bdi>
      </Link>
    );
  const { group, isExpanded } = row;
  return (
    <span className={styles.group}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-expanded={isExpanded}
        aria-label={isExpanded ? texts.fold(group.name) : texts.expand(group.name)}
        onClick={() => toggle(group.id)}
      >
        {isExpanded ? (
          <IconChevronDown size={16} stroke={1.5} />
        ) : (
          <IconChevronRight size={16} stroke={1.5} />
        )}
      </ActionIcon>
      <Text span inherit fw={600} className={styles.title}>
        <bdi>{group.name}</bdi>
      </Text>
    </span>
  );
}

function SubjectCell({ row }: { row: OpenRow }) {
  const words = useTexts(alertTexts);
  const formats = useFormats();
  if (row.kind === 'more') return null;
  if (row.kind === 'alert') return <DeviceText text={row.alert.key} longest={LONGEST_KEY} />;
  const { count, first } = row.group;
  return (
    <span className={styles.subjects}>
      {words.count(formats.number(count))}
      <Text span c="dimmed" inherit>
        {first.slice(0, 3).map(({ id, key }) => (
          <span key={id}>
            {' '}
            <DeviceText text={key} longest={24} />
          </span>
        ))}
        {count > 3 && ' …'}
      </Text>
    </span>
  );
}

function StateCell({ row }: { row: OpenRow }) {
  if (row.kind === 'more') return null;
  if (row.kind === 'alert') return <AlertState alert={row.alert} />;
  return <GroupState group={row.group} />;
}

/** 298 open · 14 acknowledged; or one word when all are the same. */
export function GroupState({ group }: { group: AlertGroup }) {
  const texts = useTexts(openTexts);
  const words = useTexts(alertTexts);
  const formats = useFormats();
  const nameOf = useActorName();
  const { status, silenced, count, acknowledged_by: by } = group;
  const { open, acknowledged, pending } = status;
  const said =
    acknowledged === 0
      ? open > 0
        ? words.status.open
        : words.status.pending
      : open === 0
        ? `${texts.allAcknowledged} · ${by.map(nameOf).join(', ')}`
        : texts.states(formats.number(open), formats.number(acknowledged));
  const shown = open + acknowledged > 0 ? open + acknowledged : pending;
  return (
    <span className={styles.states}>
      <bdi className={open > 0 ? styles.isOpen : undefined}>{said}</bdi>
      {silenced > 0 &&
        (silenced >= shown ? (
          <SilencedUntil at={group.silenced_until} />
        ) : (
          <span className={styles.silenced}>
            ‖ {texts.silencedOf(formats.number(silenced), formats.number(count))}
          </span>
        ))}
    </span>
  );
}
