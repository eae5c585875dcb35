import { RetainedTable } from '../../features/retained/retained-table.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { quoted } from '../../shared/code/curl-text.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Retained' }, { title: '保留消息' });

export function RetainedPage() {
  const [{ q = '', sort }] = usePageSearch<'q' | 'sort'>();
  return (
    <Page
      title={useTexts(texts).title}
      actions={
        <CodeMenu
          call={{ method: 'GET', path: '/mqtt/retainer/messages', query: { q, sort } }}
          cli={`tocsin retained ls${sort ? ` --sort ${sort}` : ''}${q === '' ? '' : ` -- ${quoted(q)}`}`}
        />
      }
    >
      <RetainedTable />
    </Page>
  );
}
