import { Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback, useMemo } from 'react';
import type { Monitor } from '../../../../src/api/contract.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import type { DataColumn } from '../../shared/table/table-column.ts';
import type { RowTone } from '../../shared/table/table-row.tsx';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { FileMark } from '../../shared/ui/file-lock.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { SeverityMark } from '../../shared/ui/severity-mark.tsx';
import { MonitorDrawer } from './monitor-drawer.tsx';
import { MonitorFigure, MonitorState, useDurationText, useThresholdText } from './monitor-figure.tsx';
import { changeMonitor, refreshMonitors, useMonitors } from './monitor-queries.ts';
import styles from './monitors.module.css';
import { monitorTexts } from './monitors.texts.ts';

/** Every figure that is watched, with what it is and when it rings. */
export function MonitorList() {
  const texts = useTexts(monitorTexts);
  const query = useMonitors();
  const [{ monitor: chosen }, change] = usePageSearch<'monitor'>();
  const columns = useMonitorColumns();
  const onOpen = useCallback(({ name }: Monitor) => change({ monitor: name }, 'push'), [change]);
  const opened = query.data?.find(({ name }) => name === chosen);
  return (
    <>
      <QueryView query={query} rows={12}>
        {(data) => (
          <DataTable
            name="monitors"
            label={texts.label}
            columns={columns}
            rows={data}
            rowId={idOf}
            rowName={idOf}
            view=""
            sorting="here"
            onOpen={onOpen}
            tone={toneOf}
            card={cardOf}
          />
        )}
      </QueryView>
      <MonitorDrawer monitor={opened} onClose={() => change({ monitor: undefined })} />
    </>
  );
}

function idOf({ name }: Monitor): string {
  return name;
}

function toneOf({ state, severity }: Monitor): RowTone | undefined {
  return state === 'active' ? severity : state === 'dismissed' ? 'silenced' : undefined;
}

function cardOf(monitor: Monitor) {
  return <MonitorCard monitor={monitor} />;
}

function MonitorCard({ monitor }: { monitor: Monitor }) {
  return (
    <span className={styles.card}>
      <span>
        <Title monitor={monitor} />
        <FileMark file={monitor.file} />
      </span>
      <span className={styles.line}>
        <MonitorState state={monitor.state} />
        <span>
          <MonitorFigure monitor={monitor} />
        </span>
        <span className={styles.dimmed}>
          <Threshold monitor={monitor} />
        </span>
      </span>
    </span>
  );
}

function Title({ monitor }: { monitor: Monitor }) {
  const language = useLanguage();
  return <>{monitor.title[language]}</>;
}

function Threshold({ monitor }: { monitor: Monitor }) {
  return <>{useThresholdText()(monitor)}</>;
}

function Window({ written }: { written: Monitor['window'] }) {
  const texts = useTexts(monitorTexts);
  const say = useDurationText();
  return <>{Number.parseFloat(String(written)) === 0 ? texts.atOnce : say(written)}</>;
}

function EnableSwitch({ monitor }: { monitor: Monitor }) {
  const texts = useTexts(monitorTexts);
  const language = useLanguage();
  const set = async (enable: boolean) => {
    try {
      await changeMonitor(monitor.name, { enable });
    } catch (error) {
      notifications.show({ color: 'red', message: (error as Error).message });
    }
    refreshMonitors();
  };
  return (
    <ForRole role="editor" file={monitor.file}>
      <Switch
        size="xs"
        aria-label={texts.enableOf(monitor.title[language])}
        checked={monitor.enable}
        onChange={({ currentTarget }) => void set(currentTarget.checked)}
      />
    </ForRole>
  );
}

function useMonitorColumns(): readonly DataColumn<Monitor>[] {
  const texts = useTexts(monitorTexts);
  const language = useLanguage();
  return useMemo(
    (): readonly DataColumn<Monitor>[] => [
      {
        id: 'title',
        header: texts.name,
        width: 200,
        grows: true,
        isSortable: true,
        cell: ({ title, file }) => (
          <>
            {title[language]}
            <FileMark file={file} />
          </>
        ),
        value: ({ title }) => title[language],
      },
      {
        id: 'state',
        header: texts.state,
        width: 140,
        isSortable: true,
        cell: ({ state }) => <MonitorState state={state} />,
        value: ({ state }) => state,
      },
      {
        id: 'value',
        header: texts.value,
        width: 200,
        cell: (monitor) => <MonitorFigure monitor={monitor} />,
        value: ({ value }) => value,
      },
      {
        id: 'threshold',
        header: texts.threshold,
        width: 124,
        cell: (monitor) => <Threshold monitor={monitor} />,
        value: ({ threshold }) => threshold,
      },
      {
        id: 'severity',
        header: texts.severity,
        width: 90,
        isSortable: true,
        cell: ({ severity }) => <SeverityMark severity={severity} />,
        value: ({ severity }) => severity,
      },
      {
        id: 'window',
        header: texts.window,
        width: 76,
        cell: ({ window }) => <Window written={window} />,
        value: ({ window }) => window,
      },
      {
        id: 'channels',
        header: texts.channels,
        width: 120,
        cell: ({ notify }) => {
          const ids = channelsOf(notify);
          return ids.length === 0 ? <span className={styles.dimmed}>{texts.defaults}</span> : ids.join(', ');
        },
        value: ({ notify }) => channelsOf(notify).join(', '),
      },
      {
        id: 'enable',
        header: texts.enable,
        width: 64,
        cell: (monitor) => <EnableSwitch monitor={monitor} />,
        value: ({ enable }) => enable,
      },
    ],
    [texts, language],
  );
}

function channelsOf(notify: Monitor['notify']): readonly string[] {
  return Array.isArray(notify)
    ? notify
    : [...new Set([...notify.critical, ...notify.warning, ...notify.info])];
}
