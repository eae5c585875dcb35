import { Anchor, Group, Switch, Text, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type Formats, useFormats } from '../../shared/format/format.ts';
import { useMay } from '../../shared/session/session.ts';
import type { DataColumn } from '../../shared/table/table-column.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText, visibleText } from '../../shared/ui/device-text.tsx';
import { useNeededRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { Sparkline } from '../../shared/ui/sparkline.tsx';
import { OwnerBadge } from './owner-badge.tsx';
import { RuleOutputs } from './rule-outputs.tsx';
import type { RuleRow } from './rule-row.ts';
import { RuleState } from './rule-state.tsx';
import { rulesTexts } from './rules.texts.ts';

type Texts = (typeof rulesTexts)['en'];

export function ruleColumns(
  texts: Texts,
  formats: Formats,
  onSwitch: (row: RuleRow, enable: boolean) => void,
): readonly DataColumn<RuleRow>[] {
  const { columns } = texts;
  return [
    {
      id: 'enable',
      header: columns.enable,
      width: 52,
      value: ({ rule }) => rule.enable,
      cell: (row) => <RuleSwitch row={row} onSwitch={(enable) => onSwitch(row, enable)} />,
    },
    {
      id: 'name',
      header: columns.name,
      width: 140,
      grows: true,
      value: ({ title }) => title,
      cell: ({ rule, title }) => (
        <Anchor
          component={Link}
          to="/rules/edit"
          search={{ id: rule.id } as never}
          onClick={(event) => event.stopPropagation()}
        >
          <bdi>{visibleText(title)}</bdi>
        </Anchor>
      ),
    },
    {
      id: 'from',
      header: columns.from,
      width: 170,
      value: ({ rule }) => rule.from.join(', '),
      cell: ({ rule }) => (
        <Text span inherit ff="monospace" fz={12}>
          <DeviceText text={rule.from.join(', ')} longest={80} />
        </Text>
      ),
    },
    {
      id: 'outputs',
      header: columns.outputs,
      width: 84,
      value: ({ rule }) =>
        [
          ...(rule.alert ? ['alert'] : []),
          ...rule.actions.map((one) => (typeof one === 'string' ? one : one.function)),
        ].join(' '),
      cell: ({ rule }) => <RuleOutputs rule={rule} />,
    },
    {
      id: 'state',
      header: columns.state,
      width: 150,
      value: ({ summary }) => summary?.state,
      cell: ({ rule, summary }) => <RuleState rule={rule} summary={summary} />,
    },
    {
      id: 'matched',
      header: columns.matched,
      width: 112,
      isNumber: true,
      value: ({ summary }) => summary?.passed_24h,
      cell: ({ summary }) => summary && <MatchedCell summary={summary} texts={texts} formats={formats} />,
    },
    {
      id: 'alerts',
      header: columns.alerts,
      width: 62,
      isNumber: true,
      value: ({ summary }) => summary?.alerts_open,
      cell: ({ rule, summary }) =>
        summary && summary.alerts_open > 0 ? (
          <Anchor
            component={Link}
            to="/alerts"
            search={{ q: `rule:${rule.id}` } as never}
            onClick={(event) => event.stopPropagation()}
          >
            {formats.number(summary.alerts_open)}
          </Anchor>
        ) : (
          <Text span inherit c="dimmed">
            {rule.alert ? '0' : texts.never}
          </Text>
        ),
    },
    {
      id: 'failures',
      header: columns.failures,
      width: 70,
      isNumber: true,
      value: ({ summary }) => summary && failuresOf(summary),
      cell: ({ rule, summary }) => {
        if (!summary) return null;
        const count = failuresOf(summary);
        if (count === 0)
          return (
            <Text span inherit c="dimmed">
              0
            </Text>
          );
        const label = texts.failuresOf(
          formats.number(summary['failed.exception']),
          formats.number(summary['actions.failed']),
        );
        return (
          <Tooltip label={label}>
            <Anchor
              component={Link}
              to="/notify/deliveries"
              search={{ rule: rule.id, status: 'failed' } as never}
              onClick={(event) => event.stopPropagation()}
            >
              {formats.number(count)}
            </Anchor>
          </Tooltip>
        );
      },
    },
    {
      id: 'last',
      header: columns.last,
      width: 96,
      value: ({ summary }) => summary?.last_passed_at,
      cell: ({ summary }) =>
        summary?.last_passed_at === undefined ? (
          <Text span inherit c="dimmed">
            {texts.never}
          </Text>
        ) : (
          <Moment at={summary.last_passed_at} />
        ),
    },
    {
      id: 'owner',
      header: columns.owner,
      width: 58,
      value: ({ rule }) => rule.file ?? 'ui',
      cell: ({ rule }) => <OwnerBadge file={rule.file} />,
    },
  ];
}

export function RuleSwitch({ row, onSwitch }: { row: RuleRow; onSwitch: (enable: boolean) => void }) {
  const texts = useTexts(rulesTexts);
  const mayChange = useMay('editor');
  const needed = useNeededRole('editor');
  const { rule, title } = row;
  const isFixed = !mayChange || rule.file !== undefined;
  const control = (
    <Switch
      size="xs"
      checked={rule.enable}
      disabled={isFixed}
      aria-label={texts.switchOn(title)}
      onClick={(event) => event.stopPropagation()}
      onChange={({ currentTarget }) => onSwitch(currentTarget.checked)}
    />
  );
  if (!isFixed) return control;
  return (
    <Tooltip label={rule.file === undefined ? needed : texts.fileNote(rule.file)}>
      <span>{control}</span>
    </Tooltip>
  );
}

function MatchedCell({
  summary,
  texts,
  formats,
}: {
  summary: NonNullable<RuleRow['summary']>;
  texts: Texts;
  formats: Formats;
}) {
  const label = texts.heard(formats.number(summary.passed), formats.number(summary.matched));
  return (
    <Tooltip label={`${label} · ${texts.since(formats.time(summary.counted_since, 'minute'))}`}>
      <Group gap={8} wrap="nowrap" justify="flex-end">
        <span style={{ width: 48 }}>
          <Sparkline values={summary.passed_by_hour} height={18} />
        </span>
        <span style={{ minWidth: '4ch' }}>{formats.number(summary.passed_24h)}</span>
      </Group>
    </Tooltip>
  );
}

export function failuresOf(summary: NonNullable<RuleRow['summary']>): number {
  return summary['failed.exception'] + summary['actions.failed'];
}

/** For narrow screens. */
export function RuleCard({ row, onSwitch }: { row: RuleRow; onSwitch: (enable: boolean) => void }) {
  const formats = useFormats();
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <RuleSwitch row={row} onSwitch={onSwitch} />
      <div style={{ minWidth: 0 }}>
        <bdi>{visibleText(row.title)}</bdi>
        <Group gap="xs">
          <RuleState rule={row.rule} summary={row.summary} />
          {row.summary && <Text c="dimmed">{formats.number(row.summary.passed_24h)} / 24 h</Text>}
        </Group>
      </div>
    </Group>
  );
}
