import { ActionIcon, Anchor, Button, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TopicUse } from '../../../../src/api/contract.ts';
import type { Formats } from '../../shared/format/format.ts';
import { quoteWord } from '../../shared/search/search-words.ts';
import type { DataColumn } from '../../shared/table/table-column.ts';
import { DeviceText, visibleText } from '../../shared/ui/device-text.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { shortPayload } from '../../shared/ui/payload/short-payload.ts';
import { filterOfRow, type TopicRow, usedByRow } from './topic-rows.ts';
import styles from './topic-tree.module.css';
import type { topicsTexts } from './topics.texts.ts';

export type TopicTexts = (typeof topicsTexts)['en'];

interface TopicActs {
  readonly toggle: (row: TopicRow) => void;
  readonly togglePayload: (topic: string) => void;
  readonly watch: (filter: string) => void;
}

export function topicColumns(texts: TopicTexts, formats: Formats, acts: TopicActs): DataColumn<TopicRow>[] {
  return [
    {
      id: 'topic',
      header: texts.columns.topic,
      width: 320,
      grows: true,
      onPhone: true,
      cell: (row) => <TopicCell row={row} texts={texts} formats={formats} toggle={acts.toggle} />,
      value: (row) => usedByRow(row)?.topic,
    },
    {
      id: 'rate',
      header: texts.columns.rate,
      width: 90,
      isNumber: true,
      onPhone: true,
      cell: (row) => {
        const use = usedByRow(row);
        return use && use.rate > 0 ? formats.number(use.rate, use.rate < 10 ? 2 : 0) : '';
      },
      value: (row) => usedByRow(row)?.rate,
    },
    {
      id: 'messages',
      header: texts.columns.messages,
      width: 90,
      isNumber: true,
      cell: (row) => {
        const use = usedByRow(row);
        return use && use.messages > 0 ? formats.number(use.messages) : '';
      },
      value: (row) => usedByRow(row)?.messages,
    },
    {
      id: 'last',
      header: texts.columns.last,
      width: 240,
      cell: (row) => {
        const use = usedByRow(row);
        if (!use?.last) return null;
        const short = shortPayload(use.last.payload, use.last.size);
        return (
          <UnstyledButton
            className={styles.payload ?? ''}
            tabIndex={-1}
            aria-label={texts.showPayload}
            onClick={() => acts.togglePayload(use.topic)}
          >
            {short === '' ? (
              <Text span inherit c="dimmed">
                {texts.empty}
              </Text>
            ) : (
              <bdi>{short}</bdi>
            )}
          </UnstyledButton>
        );
      },
      value: (row) => {
        const last = usedByRow(row)?.last;
        return last && shortPayload(last.payload, last.size);
      },
    },
    {
      id: 'at',
      header: texts.columns.at,
      width: 120,
      isHidden: true,
      cell: (row) => {
        const at = usedByRow(row)?.last_at;
        return at && <Moment at={at} />;
      },
      value: (row) => usedByRow(row)?.last_at,
    },
    {
      id: 'use',
      header: texts.columns.use,
      width: 170,
      cell: (row) => {
        const use = usedByRow(row);
        return use && <Uses use={use} texts={texts} />;
      },
      value: (row) => {
        const use = usedByRow(row);
        return [use?.subscribed && 'subscribed', use?.retained && 'retained'].filter(Boolean).join(' ');
      },
    },
    {
      id: 'watch',
      header: texts.watch,
      width: 80,
      cell: (row) => <WatchButton row={row} texts={texts} watch={acts.watch} />,
    },
  ];
}

/** Opens the MQTT client on it. */
function WatchButton({ row, texts, watch }: { row: TopicRow; texts: TopicTexts; watch: TopicActs['watch'] }) {
  const filter = filterOfRow(row);
  if (filter === undefined) return null;
  return (
    <ForRole role="operator">
      <Button
        size="compact-xs"
        variant="subtle"
        tabIndex={-1}
        aria-label={texts.watchThis(visibleText(filter.slice(0, 100)))}
        onClick={() => watch(filter)}
      >
        {texts.watch}
      </Button>
    </ForRole>
  );
}

function Uses({ use, texts }: { use: TopicUse; texts: TopicTexts }) {
  return (
    <span className={styles.uses}>
      {use.subscribed && (
        <Anchor
          component={Link}
          to="/clients/subscriptions"
          search={{ q: `topic:${quoteWord(use.topic)}` } as never}
          size="xs"
          tabIndex={-1}
        >
          {texts.subscribed}
        </Anchor>
      )}
      {use.retained && (
        <Anchor
          component={Link}
          to="/clients/retained"
          search={{ q: `topic:${quoteWord(use.topic)}`, open: use.topic } as never}
          size="xs"
          tabIndex={-1}
        >
          {texts.retained}
        </Anchor>
      )}
    </span>
  );
}

interface TopicCellProps {
  readonly row: TopicRow;
  readonly texts: TopicTexts;
  readonly formats: Formats;
  readonly toggle: (row: TopicRow) => void;
}

/** Levels further in than this stand no further in. */
const DEEPEST = 12;

function TopicCell({ row, texts, formats, toggle }: TopicCellProps) {
  if (row.kind === 'topic') return <DeviceText text={row.topic.topic} longest={300} />;
  const style = { paddingInlineStart: Math.min(row.depth, DEEPEST) * 18 };
  if (row.kind === 'loading')
    return (
      <Text span inherit c="dimmed" className={styles.name ?? ''} style={style}>
        <span className={styles.chevron} /> {texts.loading}
      </Text>
    );
  if (row.kind === 'more') {
    const count = formats.number(row.left);
    return (
      <span className={styles.name} style={style}>
        <span className={styles.chevron} />
        {row.isFull ? (
          <Text span inherit c="dimmed">
            {texts.tooMany(count)}
          </Text>
        ) : (
          <Anchor component="button" type="button" inherit tabIndex={-1} onClick={() => toggle(row)}>
            {texts.more(count)}
          </Anchor>
        )}
      </span>
    );
  }
  const { level, isOpen } = row;
  const shown = visibleText(level.name.slice(0, 60));
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <span className={styles.name} style={style}>
      {level.children > 0 ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={20}
          tabIndex={-1}
          aria-expanded={isOpen}
          aria-label={isOpen ? texts.close(shown) : texts.open(shown)}
          onClick={() => toggle(row)}
        >
          <Chevron size={14} stroke={1.5} />
        </ActionIcon>
      ) : (
        <span className={styles.chevron} />
      )}
      {level.name === '' ? (
        <Text span inherit c="dimmed" fs="italic">
          {texts.emptyLevel}
        </Text>
      ) : (
        <DeviceText text={level.name} longest={120} />
      )}
      {level.children > 0 && (
        <Text span size="xs" c="dimmed" className={styles.count ?? ''}>
          {texts.below(formats.number(level.topics))}
        </Text>
      )}
    </span>
  );
}
