import { EventExplorer } from '../../features/events/event-explorer.tsx';
import { eventsTexts } from '../../features/events/events.texts.ts';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

/** What happens, in words, searchable. */
export function EventsPage() {
  const [{ q = '' }] = usePageSearch<'q'>();
  const command = q === '' ? 'tocsin events ls' : `tocsin events ls '${q.replaceAll("'", `'\\''`)}'`;
  return (
    <Page
      title={useTexts(eventsTexts).title}
      actions={<CodeMenu call={{ method: 'GET', path: '/events' }} cli={command} />}
    >
      <EventExplorer />
    </Page>
  );
}
