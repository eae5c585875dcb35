import { ClientTable } from '../../features/clients/client-table.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { quoted } from '../../shared/code/curl-text.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Clients' }, { title: '客户端' });

export function ClientsPage() {
  const [{ q = '', state = 'all' }] = usePageSearch<'q' | 'state'>();
  const query = new URLSearchParams({ ...(q && { q }), ...(state !== 'all' && { state }) }).toString();
  return (
    <Page
      title={useTexts(texts).title}
      actions={
        <CodeMenu
          call={{ method: 'GET', path: `/client_search${query && `?${query}`}` }}
          cli={`tocsin clients ls${state === 'all' ? '' : ` --state ${state}`}${q === '' ? '' : ` -- ${quoted(q)}`}`}
        />
      }
    >
      <ClientTable />
    </Page>
  );
}
