import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTexts } from '../texts/texts.ts';
import { type ExportFormat, exportRows } from './export-rows.ts';
import { tableTexts } from './table.texts.ts';
import type { DataColumn } from './table-column.ts';

interface ExportMenuProps<Row> {
  readonly name: string;
  readonly columns: readonly DataColumn<Row>[];
  /** All that the filter lets through. */
  readonly fetchRows: () => Promise<readonly Row[]> | readonly Row[];
  /** Where the server makes the file, however many rows there are. */
  readonly fileUrl?: ((format: 'csv' | 'ndjson') => string) | undefined;
}

/** The rows of the present filter as a file, with all columns. */
export function ExportMenu<Row>({ name, columns, fetchRows, fileUrl }: ExportMenuProps<Row>) {
  const texts = useTexts(tableTexts);
  const [isBusy, setBusy] = useState(false);
  const run = async (format: ExportFormat) => {
    setBusy(true);
    try {
      exportRows(name, format, await fetchRows(), columns);
    } catch (error) {
      notifications.show({
        color: 'red',
        title: texts.exportFailed,
        message: error instanceof Error ? error.message : String(error),
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={isBusy ? texts.exporting : texts.exportAs}>
          <ActionIcon variant="default" size={28} aria-label={texts.exportAs} loading={isBusy}>
            <IconDownload size={16} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {fileUrl ? (
          <>
            <Menu.Item component="a" href={fileUrl('csv')} download={`${name}.csv`}>
              {texts.csv}
            </Menu.Item>
            <Menu.Item component="a" href={fileUrl('ndjson')} download={`${name}.ndjson`}>
              {texts.ndjson}
            </Menu.Item>
          </>
        ) : (
          <>
            <Menu.Item onClick={() => void run('csv')}>{texts.csv}</Menu.Item>
            <Menu.Item onClick={() => void run('json')}>{texts.json}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
