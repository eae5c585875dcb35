import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ConnectorCards, isChannel } from '../../features/connectors/connector-cards.tsx';
import { NewConnector } from '../../features/connectors/connector-form.tsx';
import { useConnectorTypes } from '../../features/connectors/connector-queries.ts';
import { connectorTexts } from '../../features/connectors/connectors.texts.ts';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { useShortcut } from '../../shared/keys/use-shortcut.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';

export function ConnectorsPage() {
  const texts = useTexts(connectorTexts);
  const [search, change] = usePageSearch<'new'>();
  const isNew = search.new !== undefined;
  const mayAdd = useMay('editor') && !isNew;
  const begin = () => change({ new: '1' }, 'push');
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
          <CodeMenu call={{ method: 'GET', path: '/connectors' }} cli="tocsin connectors ls" />
        </>
      }
    >
      {isNew ? <NewOne onCancel={() => change({ new: undefined })} /> : <ConnectorCards />}
    </Page>
  );
}

function NewOne({ onCancel }: { onCancel: () => void }) {
  const query = useConnectorTypes();
  const navigate = useNavigate();
  return (
    <QueryView query={query}>
      {(types) => (
        <NewConnector
          types={[...types]
            .filter(({ type }) => !isChannel(types, type))
            .sort((one, other) => rankOf(one.type) - rankOf(other.type))}
          onCancel={onCancel}
          onCreated={({ type, name }) =>
            void navigate({ to: '/rules/connector', search: { id: `${type}:${name}` } as never })
          }
        />
      )}
    </QueryView>
  );
}

/** What is wanted most stands first. */
const FIRST = ['http', 'mqtt', 'kafka_producer', 'mysql', 'pgsql', 'redis'];

function rankOf(type: string): number {
  const place = FIRST.indexOf(type);
  return place < 0 ? FIRST.length : place;
}
