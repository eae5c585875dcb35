import { useNavigate } from '@tanstack/react-router';
import { ChannelDetail } from '../../features/channels/channel-detail.tsx';
import { channelTexts } from '../../features/channels/channels.texts.ts';
import { useConnector } from '../../features/connectors/connector-queries.ts';
import { writtenConnector } from '../../features/connectors/written-connector.ts';
import { RecentCalls } from '../../features/deliveries/recent-calls.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';

export function ChannelPage() {
  const texts = useTexts(channelTexts);
  const [{ id = '' }] = usePageSearch<'id'>();
  const navigate = useNavigate();
  const query = useConnector(id);
  return (
    <Page
      title={query.data?.name ?? texts.channel}
      actions={
        <CodeMenu
          yaml={query.data === undefined ? {} : writtenConnector(query.data)}
          call={{ method: 'GET', path: `/connectors/${encodeURIComponent(id)}` }}
          cli={`tocsin channels test ${id}`}
        />
      }
    >
      <QueryView query={query}>
        {(connector) => (
          <ChannelDetail
            key={id}
            connector={connector}
            calls={<RecentCalls connector={id} />}
            onDeleted={() => void navigate({ to: '/notify' })}
          />
        )}
      </QueryView>
    </Page>
  );
}
