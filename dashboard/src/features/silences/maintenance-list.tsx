import { Button, Menu, Text } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { MaintenanceWindow } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useScheduleText } from '../../shared/hours/week-hours.tsx';
import { useMay } from '../../shared/session/session.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import type { DataColumn } from '../../shared/table/table-column.ts';
import type { RowTone } from '../../shared/table/table-row.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { FileMark } from '../../shared/ui/file-lock.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { showUndo } from '../../shared/ui/undo-toast.tsx';
import { MaintenanceForm } from './maintenance-form.tsx';
import { MatcherText, matcherLine } from './matcher-text.tsx';
import { Hides, StateText } from './silence-list.tsx';
import { refreshSilences, useMaintenanceWindows } from './silence-queries.ts';
import styles from './silences.module.css';
import { silenceTexts } from './silences.texts.ts';

/** Hours in which nobody is told, once or every week. */
export function MaintenanceList() {
  const texts = useTexts(silenceTexts);
  const query = useMaintenanceWindows();
  const [editing, setEditing] = useState<MaintenanceWindow | 'new'>();
  const mayAct = useMay('operator');
  const columns = useMaintenanceColumns();
  const remove = useCallback(
    async (window: MaintenanceWindow) => {
      await api.delete(`/maintenance_windows/${encodeURIComponent(window.id)}`);
      refreshSilences();
      const { name, enable, matchers, schedule, starts_at, ends_at, reason } = window;
      showUndo({
        message: texts.deletedWindow(name),
        undo: async () => {
          await api.post('/maintenance_windows', {
            name,
            enable,
            matchers,
            schedule,
            starts_at,
            ends_at,
            reason,
          });
          refreshSilences();
        },
      });
    },
    [texts],
  );
  const menu = useCallback(
    (window: MaintenanceWindow) => (
      <>
        <Menu.Item disabled={!mayAct} onClick={() => setEditing(window)}>
          {texts.edit}
        </Menu.Item>
        <Menu.Item disabled={!mayAct || window.file !== undefined} onClick={() => void remove(window)}>
          {texts.delete}
        </Menu.Item>
      </>
    ),
    [mayAct, texts, remove],
  );
  return (
    <Section
      title={texts.windows}
      actions={
        <ForRole role="operator">
          <Button variant="default" onClick={() => setEditing('new')}>
            {texts.newWindow}
          </Button>
        </ForRole>
      }
    >
      <QueryView query={query}>
        {({ data }) => (
          <DataTable
            name="maintenance-windows"
            inAddress="windows"
            label={texts.windows}
            columns={columns}
            rows={data}
            rowId={idOf}
            rowName={nameOf}
            view={String(data.length)}
            sorting="here"
            onOpen={(window) => {
              if (mayAct) setEditing(window);
            }}
            menu={menu}
            tone={toneOf}
            card={cardOf}
            empty={<EmptyState>{texts.emptyWindows}</EmptyState>}
            maxHeight={320}
          />
        )}
      </QueryView>
      <MaintenanceForm
        window={editing === 'new' ? undefined : editing}
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
      />
    </Section>
  );
}

function idOf({ id }: MaintenanceWindow): string {
  return id;
}

function nameOf({ name }: MaintenanceWindow): string {
  return name;
}

function toneOf({ state }: MaintenanceWindow): RowTone | undefined {
  return state === 'active' ? 'silenced' : undefined;
}

function cardOf(window: MaintenanceWindow) {
  return (
    <span className={styles.card}>
      <Text span inherit fw={600}>
        <bdi>{window.name}</bdi>
        <FileMark file={window.file} />
      </Text>
      <span className={styles.matchers}>
        <StateText state={window.state} />
        <When window={window} />
      </span>
      <MatcherText matchers={window.matchers} />
    </span>
  );
}

function When({ window }: { window: MaintenanceWindow }) {
  const formats = useFormats();
  const scheduleText = useScheduleText();
  const { schedule, starts_at: start, ends_at: end } = window;
  if (schedule !== null) return <>{scheduleText(schedule)}</>;
  return (
    <>
      {start !== null && formats.time(start, 'minute')} – {end !== null && formats.time(end, 'minute')}
    </>
  );
}

function useMaintenanceColumns(): readonly DataColumn<MaintenanceWindow>[] {
  const texts = useTexts(silenceTexts);
  const formats = useFormats();
  const scheduleText = useScheduleText();
  return useMemo(
    (): readonly DataColumn<MaintenanceWindow>[] => [
      {
        id: 'name',
        header: texts.name,
        width: 180,
        grows: true,
        isSortable: true,
        cell: ({ name, file }) => (
          <>
            <bdi>{name}</bdi>
            <FileMark file={file} />
          </>
        ),
        value: ({ name }) => name,
      },
      {
        id: 'what',
        header: texts.what,
        width: 220,
        grows: true,
        cell: ({ matchers }) => <MatcherText matchers={matchers} />,
        value: ({ matchers }) => matcherLine(matchers),
      },
      {
        id: 'state',
        header: texts.state,
        width: 90,
        isSortable: true,
        cell: ({ state }) => <StateText state={state} />,
        value: ({ state }) => state,
      },
      {
        id: 'when',
        header: texts.when,
        width: 260,
        grows: true,
        cell: (window) => (
          <span
            title={
              window.next_change_at === null
                ? undefined
                : texts.next(formats.time(window.next_change_at, 'minute'))
            }
          >
            <When window={window} />
          </span>
        ),
        value: ({ schedule, starts_at: start }) => (schedule === null ? start : scheduleText(schedule)),
      },
      {
        id: 'hides',
        header: texts.hides,
        width: 100,
        cell: ({ hides }) => <Hides hides={hides} />,
        value: ({ hides }) => hides.count,
      },
    ],
    [texts, formats, scheduleText],
  );
}
