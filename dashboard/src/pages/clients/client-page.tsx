import { ClientActions } from '../../features/clients/detail/client-actions.tsx';
import { ClientDetail } from '../../features/clients/detail/client-detail.tsx';
import { useClientRow } from '../../features/clients/detail/client-facts.ts';
import { detailTexts } from '../../features/clients/detail/detail.texts.ts';
import { shortName } from '../../features/clients/kick-dialog.tsx';
import { ClientTrace } from '../../features/traces/client-trace.tsx';
import { TraceButton } from '../../features/traces/trace-button.tsx';
import { namePath } from '../../shared/api/name-path.ts';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { quoted } from '../../shared/code/curl-text.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { Page } from '../../shared/ui/page.tsx';

export function ClientPage() {
  const [{ id }] = usePageSearch<'id'>();
  const texts = useTexts(detailTexts);
  if (id === undefined) return <EmptyState>{texts.noId}</EmptyState>;
  return <OneClient key={id} clientId={id} />;
}

function OneClient({ clientId }: { clientId: string }) {
  const { data } = useClientRow(clientId);
  const trace = <TraceButton clientId={clientId} />;
  return (
    <Page
      title={shortName(clientId)}
      actions={
        <>
          {data && <ClientActions client={data} trace={trace} />}
          {/* Not before it is known: it would be drawn anew, without the menu that somebody has opened. */}
          {data === null && trace}
          <CodeMenu
            yaml={data ?? undefined}
            call={{
              method: 'GET',
              path: `/clients/${namePath(clientId)}`,
            }}
            cli={`tocsin clients show -- ${quoted(clientId)}`}
          />
        </>
      }
    >
      <ClientTrace clientId={clientId} />
      <ClientDetail clientId={clientId} />
    </Page>
  );
}
