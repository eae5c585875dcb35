import { Button, Menu, SegmentedControl } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback, useMemo, useState } from 'react';
import type { Alarm } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { useFormats } from '../../shared/format/format.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useMay } from '../../shared/session/session.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import type { DataColumn } from '../../shared/table/table-column.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { PayloadView } from '../../shared/ui/payload/payload-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { alarmTexts } from './alarms.texts.ts';
import { useAlarms } from './monitor-queries.ts';
import styles from './monitors.module.css';

/** The broker's own alarms, as EMQX has them: those that are active, and those that are over. */
export function AlarmList() {
  const texts = useTexts(alarmTexts);
  const [{ alarms: shown }, change] = usePageSearch<'alarms'>();
  const isActive = shown !== 'history';
  const query = useAlarms(isActive);
  const mayManage = useMay('administrator');
  const [clearing, setClearing] = useState(false);
  const [unfolded, setUnfolded] = useState<string>();
  const columns = useAlarmColumns(isActive);
  const deactivate = useCallback(
    async ({ name }: Alarm) => {
      try {
        await api.post('/alarms/force_deactivate', { name });
        showDone(texts.deactivated(name));
      } catch (error) {
        notifications.show({ color: 'red', message: (error as Error).message });
      }
      void queryClient.invalidateQueries({ queryKey: ['alarms'] });
    },
    [texts],
  );
  const menu = useCallback(
    (alarm: Alarm) => (
      <Menu.Item disabled={!mayManage} onClick={() => void deactivate(alarm)}>
        {texts.deactivate}
      </Menu.Item>
    ),
    [mayManage, texts, deactivate],
  );
  const expansion = useCallback(
    (alarm: Alarm) =>
      idOf(alarm) === unfolded ? (
        <PayloadView payload={JSON.stringify(alarm.details)} name={alarm.name} />
      ) : null,
    [unfolded],
  );
  return (
    <>
      <QueryView query={query}>
        {({ data }) => (
          <DataTable
            name="alarms"
            label={texts.label}
            columns={columns}
            rows={data}
            rowId={idOf}
            rowName={({ name }) => name}
            view={`${shown} ${unfolded}`}
            sorting="here"
            onOpen={(alarm) => setUnfolded(idOf(alarm) === unfolded ? undefined : idOf(alarm))}
            expansion={expansion}
            {...(isActive && { menu })}
            card={cardOf}
            toolbar={
              <>
                <SegmentedControl
                  aria-label={texts.label}
                  size="xs"
                  transitionDuration={0}
                  value={isActive ? 'active' : 'history'}
                  onChange={(value) => change({ alarms: value === 'history' ? value : undefined })}
                  data={[
                    { value: 'active', label: texts.active },
                    { value: 'history', label: texts.history },
                  ]}
                />
                {!isActive && (
                  <ForRole role="administrator">
                    <Button variant="default" onClick={() => setClearing(true)} disabled={data.length === 0}>
                      {texts.clear}
                    </Button>
                  </ForRole>
                )}
              </>
            }
            empty={<EmptyState>{isActive ? texts.none : texts.noHistory}</EmptyState>}
          />
        )}
      </QueryView>
      <ConfirmDialog
        opened={clearing}
        onClose={() => setClearing(false)}
        title={texts.clearTitle}
        action={texts.clear}
        onConfirm={async () => {
          await api.delete('/alarms');
          await queryClient.invalidateQueries({ queryKey: ['alarms'] });
        }}
      >
        {texts.clearEffect}
      </ConfirmDialog>
    </>
  );
}

function idOf({ name, activate_at: at }: Alarm): string {
  return `${name} ${at}`;
}

function cardOf(alarm: Alarm) {
  return (
    <span className={styles.card}>
      <span className="device-text">{alarm.name}</span>
      <Message alarm={alarm} />
      <Moment at={alarm.activate_at} />
    </span>
  );
}

/** The server says it in both languages. */
function Message({ alarm }: { alarm: Alarm }) {
  const language = useLanguage();
  const zh = alarm.details.message_zh;
  return <bdi>{language === 'zh' && typeof zh === 'string' ? zh : alarm.message}</bdi>;
}

function useAlarmColumns(isActive: boolean): readonly DataColumn<Alarm>[] {
  const texts = useTexts(alarmTexts);
  const formats = useFormats();
  return useMemo(
    (): readonly DataColumn<Alarm>[] => [
      {
        id: 'name',
        header: texts.name,
        width: 220,
        isSortable: true,
        cell: ({ name }) => <span className="device-text">{name}</span>,
        value: ({ name }) => name,
      },
      {
        id: 'message',
        header: texts.message,
        width: 320,
        grows: true,
        cell: (alarm) => <Message alarm={alarm} />,
        value: ({ message }) => message,
      },
      {
        id: 'since',
        header: texts.since,
        width: 160,
        isSortable: true,
        cell: ({ activate_at: at }) => <Moment at={at} />,
        value: ({ activate_at: at }) => at,
      },
      ...(isActive
        ? []
        : [
            {
              id: 'until',
              header: texts.until,
              width: 160,
              isSortable: true,
              cell: ({ deactivate_at: at }: Alarm) => (at === undefined ? '–' : <Moment at={at} />),
              value: ({ deactivate_at: at }: Alarm) => at,
            },
          ]),
      {
        id: 'duration',
        header: texts.duration,
        width: 110,
        isSortable: true,
        cell: ({ duration }) => formats.duration(duration),
        value: ({ duration }) => duration,
      },
    ],
    [texts, formats, isActive],
  );
}
