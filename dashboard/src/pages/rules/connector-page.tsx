import { useNavigate } from '@tanstack/react-router';
import { ConnectorDetail } from '../../features/connectors/connector-detail.tsx';
import { useConnector } from '../../features/connectors/connector-queries.ts';
import { connectorTexts } from '../../features/connectors/connectors.texts.ts';
import { writtenConnector } from '../../features/connectors/written-connector.ts';
import { RecentCalls } from '../../features/deliveries/recent-calls.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';

export function ConnectorPage() {
  const texts = useTexts(connectorTexts);
  const [{ id = '' }] = usePageSearch<'id'>();
  const navigate = useNavigate();
  const query = useConnector(id);
  return (
    <Page
      title={query.data?.name ?? texts.connector}
      actions={
        <CodeMenu
          yaml={query.data === undefined ? {} : writtenConnector(query.data)}
          call={{ method: 'GET', path: `/connectors/${encodeURIComponent(id)}` }}
          cli={`tocsin connectors show ${id}`}
        />
      }
    >
      <QueryView query={query}>
        {(connector) => (
          <ConnectorDetail
            key={id}
            connector={connector}
            calls={<RecentCalls connector={id} />}
            onDeleted={() => void navigate({ to: '/rules/connectors' })}
          />
        )}
      </QueryView>
    </Page>
  );
}
