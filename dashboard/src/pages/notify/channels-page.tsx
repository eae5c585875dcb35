import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ChannelCards } from '../../features/channels/channel-cards.tsx';
import { channelTexts } from '../../features/channels/channels.texts.ts';
import { NewChannel } from '../../features/channels/new-channel.tsx';
import { useConnectorTypes } from '../../features/connectors/connector-queries.ts';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { useShortcut } from '../../shared/keys/use-shortcut.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';

export function ChannelsPage() {
  const texts = useTexts(channelTexts);
  const [search, change] = usePageSearch<'new'>();
  const isNew = search.new !== undefined;
  const mayAdd = useMay('editor') && !isNew;
  const begin = () => change({ new: 'any' }, 'push');
  useShortcut('n', texts.new, begin, { enabled: mayAdd });
  return (
    <Page
      title={isNew ? texts.new : texts.title}
      actions={
        <>
          {!isNew && (
            <ForRole role="editor">
              <Button onClick={begin}>{texts.new}</Button>
            </ForRole>
          )}
          <CodeMenu call={{ method: 'GET', path: '/connectors_summary' }} cli="tocsin channels ls" />
        </>
      }
    >
      {isNew ? <NewOne kind={search.new} /> : <ChannelCards />}
    </Page>
  );
}

function NewOne({ kind }: { kind: string | undefined }) {
  const query = useConnectorTypes();
  const navigate = useNavigate();
  const [, change] = usePageSearch<'new'>();
  return (
    <QueryView query={query}>
      {(types) => (
        <NewChannel
          types={types.filter(({ channel }) => channel)}
          kind={kind}
          onKind={(next) => change({ new: next })}
          onCancel={() => change({ new: undefined })}
          onCreated={({ type, name }) =>
            void navigate({ to: '/notify/channel', search: { id: `${type}:${name}` } as never })
          }
        />
      )}
    </QueryView>
  );
}
