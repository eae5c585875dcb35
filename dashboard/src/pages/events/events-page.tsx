import { commandFor } from '../../features/events/event-command.ts';
import { EventExplorer } from '../../features/events/event-explorer.tsx';
import { queryOf } from '../../features/events/event-list.ts';
import { readSearch } from '../../features/events/event-query.ts';
import { eventsTexts } from '../../features/events/events.texts.ts';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

/** What happens, in words, searchable. */
export function EventsPage() {
  const [{ q = '' }] = usePageSearch<'q'>();
  const wishes = readSearch(q);
  return (
    <Page
      title={useTexts(eventsTexts).title}
      actions={
        <CodeMenu
          call={{
            method: 'GET',
            path: '/events',
            query: queryOf(wishes, { from: undefined, to: undefined }),
          }}
          cli={commandFor(wishes)}
        />
      }
    >
      <EventExplorer />
    </Page>
  );
}
