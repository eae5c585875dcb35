import { Button, Group, Menu, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useFormats } from '../../../shared/format/format.ts';
import { useShortcut } from '../../../shared/keys/use-shortcut.ts';
import { usePageSearch } from '../../../shared/navigation/page-search.ts';
import { DataTable } from '../../../shared/table/data-table.tsx';
import type { SelectedRows } from '../../../shared/table/table-column.ts';
import type { RowTone } from '../../../shared/table/table-row.tsx';
import { useTexts } from '../../../shared/texts/texts.ts';
import { ForRole } from '../../../shared/ui/for-role.tsx';
import { QueryView } from '../../../shared/ui/query-view.tsx';
import { actingTexts } from '../acting/acting.texts.ts';
import type { AlertTargets } from '../acting/alert-targets.ts';
import { type AlertActions, useAlertActions } from '../acting/use-alert-actions.tsx';
import { alertQueryOf, sourceOf } from '../alert-filter.ts';
import { useAlertGroups } from '../alert-queries.ts';
import { useAlertsLive } from '../alerts-live.ts';
import { CommonFactors } from '../common-factors.tsx';
import { AlertSearchBox } from './alert-search-box.tsx';
import { openTexts } from './open.texts.ts';
import styles from './open-alerts.module.css';
import { OpenCard } from './open-card.tsx';
import { useOpenColumns } from './open-columns.tsx';
import { OpenEmpty } from './open-empty.tsx';
import { alertCountOf, type OpenRow, openRowsOf, rowIdOf, rowNameOf } from './open-rows.ts';
import { useUnfoldedGroups } from './unfolded-groups.ts';

const STATUSES = ['open', 'acknowledged', 'pending'];
const NOTHING: readonly never[] = [];

/** What is the matter now: groups by rule and monitor, the worst first. */
export function OpenAlerts() {
  const texts = useTexts(openTexts);
  const [search, setSearch] = usePageSearch<'q'>();
  const q = search.q ?? '';
  const filter = useMemo(() => alertQueryOf(q), [q]);
  const query = useAlertGroups(filter);
  const groups = query.data?.data ?? NOTHING;
  const { byId, shape, toggle, showMore } = useUnfoldedGroups(groups, filter);
  const rows = useMemo(() => openRowsOf(groups, byId), [groups, byId]);
  const columns = useOpenColumns(toggle);
  const { actions, dialogs } = useAlertActions();
  const navigate = useNavigate();
  useAlertsLive();

  const onOpen = useCallback(
    (row: OpenRow) => {
      if (row.kind === 'alert')
        void navigate({ to: '/alerts/detail', search: { id: row.alert.id } as never });
      else if (row.kind === 'group') toggle(row.id);
      else showMore(row.group.id);
    },
    [navigate, toggle, showMore],
  );
  const keys = useMemo(
    () => ({
      e: (row: OpenRow) => actions.acknowledge(targetsOf([row])),
      s: (row: OpenRow) => actions.silence(targetsOf([row])),
    }),
    [actions],
  );
  const menu = useCallback((row: OpenRow) => <RowMenu row={row} actions={actions} />, [actions]);
  const bulk = useCallback(
    (selected: SelectedRows<OpenRow>) => <BulkBar selected={selected} actions={actions} />,
    [actions],
  );
  useKeysInList();

  return (
    <>
      <QueryView query={query}>
        {({ meta }) => (
          <DataTable
            name="alerts"
            label={texts.label}
            columns={columns}
            rows={rows}
            rowId={rowIdOf}
            rowName={rowNameOf}
            view={`${q}\n${shape}`}
            sorting="server"
            onOpen={onOpen}
            menu={menu}
            bulk={bulk}
            card={cardOf}
            tone={toneOf}
            expansion={expansionOf}
            keys={keys}
            toolbar={
              <AlertSearchBox
                value={q}
                onChange={(value) => setSearch({ q: value || undefined })}
                statuses={STATUSES}
              />
            }
            empty={<OpenEmpty isFiltered={q !== ''} onClear={() => setSearch({ q: undefined })} />}
            {...(meta.count !== undefined && meta.count > groups.length && { total: meta.count })}
          />
        )}
      </QueryView>
      {q === '' && <Pending onShow={() => setSearch({ q: 'is:pending' })} />}
      {dialogs}
    </>
  );
}

/** The table itself acts on them; here they are named for the list of keys. */
function useKeysInList(): void {
  const words = useTexts(actingTexts);
  useShortcut('e', words.acknowledgeKey, () => {});
  useShortcut('s', words.silence, () => {});
}

function Pending({ onShow }: { onShow: () => void }) {
  const texts = useTexts(openTexts);
  const formats = useFormats();
  const { data } = useAlertGroups(PENDING);
  const count = data?.data.reduce((sum, group) => sum + group.status.pending, 0) ?? 0;
  if (count === 0) return null;
  return (
    <Group gap="xs">
      <Text c="dimmed" size="sm">
        {texts.pending(formats.number(count))}
      </Text>
      <Button variant="subtle" size="compact-sm" onClick={onShow}>
        {texts.showPending}
      </Button>
    </Group>
  );
}

const PENDING = { status: ['pending'] };

function cardOf(row: OpenRow) {
  return <OpenCard row={row} />;
}

function toneOf(row: OpenRow): RowTone | undefined {
  if (row.kind === 'more') return undefined;
  if (row.kind === 'alert') return row.alert.silenced_by === null ? row.alert.severity : 'silenced';
  const { silenced, status, severity } = row.group;
  return silenced > 0 && silenced >= status.open + status.acknowledged ? 'silenced' : severity;
}

function expansionOf(row: OpenRow) {
  if (row.kind !== 'group' || !row.isExpanded) return null;
  return (
    <div className={styles.factors}>
      <CommonFactors filter={{ status: ['open', 'acknowledged'], ...sourceOf(row.group) }} />
    </div>
  );
}

export function targetsOf(rows: readonly OpenRow[]): AlertTargets {
  return {
    alerts: rows.flatMap((row) => (row.kind === 'alert' ? [row.alert] : [])),
    groups: rows.flatMap((row) => (row.kind === 'group' ? [row.group] : [])),
  };
}

function RowMenu({ row, actions }: { row: OpenRow; actions: AlertActions }) {
  const words = useTexts(actingTexts);
  const texts = useTexts(openTexts);
  const navigate = useNavigate();
  if (row.kind === 'more') return null;
  const targets = targetsOf([row]);
  const { rule_id: rule } = row.kind === 'alert' ? row.alert : row.group;
  const client = row.kind === 'alert' ? row.alert.clientid : null;
  const id = row.kind === 'alert' ? row.alert.id : row.group.first[0]?.id;
  const isOff = !actions.mayAct;
  return (
    <>
      <Menu.Item disabled={isOff} rightSection="e" onClick={() => actions.acknowledge(targets)}>
        {words.acknowledge}
      </Menu.Item>
      <Menu.Item disabled={isOff} rightSection="s" onClick={() => actions.silence(targets)}>
        {words.silence} …
      </Menu.Item>
      <Menu.Item disabled={isOff} onClick={() => actions.resolve(targets)}>
        {words.resolve}
      </Menu.Item>
      {row.kind === 'alert' && (
        <Menu.Item disabled={isOff} onClick={() => actions.note(targets)}>
          {words.note}
        </Menu.Item>
      )}
      <Menu.Divider />
      {id !== undefined && (
        <Menu.Item onClick={() => void navigate({ to: '/alerts/detail', search: { id } as never })}>
          {texts.details}
        </Menu.Item>
      )}
      {rule !== null && (
        <Menu.Item onClick={() => void navigate({ to: '/rules/edit', search: { id: rule } as never })}>
          {texts.openRule}
        </Menu.Item>
      )}
      {client !== null && (
        <Menu.Item onClick={() => void navigate({ to: '/clients/detail', search: { id: client } as never })}>
          {texts.openClient}
        </Menu.Item>
      )}
    </>
  );
}

function BulkBar({ selected, actions }: { selected: SelectedRows<OpenRow>; actions: AlertActions }) {
  const words = useTexts(actingTexts);
  const formats = useFormats();
  const targets = targetsOf(selected.rows);
  const count = alertCountOf(selected.rows);
  // A row may stand for hundreds.
  const more = count > selected.rows.length ? ` · ${formats.number(count)}` : '';
  return (
    <Group gap="xs">
      <ForRole role="operator">
        <Button onClick={() => actions.acknowledge(targets, selected.clear)}>
          {words.acknowledge}
          {more}
        </Button>
      </ForRole>
      <ForRole role="operator">
        <Button variant="default" onClick={() => actions.silence(targets, selected.clear)}>
          {words.silence} …
        </Button>
      </ForRole>
      <ForRole role="operator">
        <Button variant="default" onClick={() => actions.resolve(targets, selected.clear)}>
          {words.resolve}
        </Button>
      </ForRole>
    </Group>
  );
}
