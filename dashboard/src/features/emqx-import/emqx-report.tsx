import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { EmqxImportPlan, EmqxImportRow } from '../../../../src/api/contract.ts';
import { download, exportRows } from '../../shared/table/export-rows.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { emqxImportTexts } from './emqx-import.texts.ts';
import { whyOf } from './row-words.ts';

const NAME = 'emqx-import';

/** The plan as a file, for who decides and who keeps it. */
export function EmqxReport({ plan }: { plan: EmqxImportPlan }) {
  const texts = useTexts(emqxImportTexts);
  const language = useLanguage();
  const { plan: _, ...report } = plan;
  const csv = () =>
    exportRows<EmqxImportRow>(NAME, 'csv', plan.rows, [
      { id: 'verdict', value: ({ verdict }) => verdict },
      { id: 'type', value: ({ type }) => type },
      { id: 'name', value: ({ name }) => name },
      { id: 'here', value: ({ what }) => what },
      { id: 'why', value: (row) => whyOf(row, language, texts).join(' ') },
    ]);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} stroke={1.5} />}>
          {texts.report}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          onClick={() => download(NAME, 'json', `${JSON.stringify(report, null, 2)}\n`, 'application/json')}
        >
          {texts.reportJson}
        </Menu.Item>
        <Menu.Item onClick={csv}>{texts.reportCsv}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
