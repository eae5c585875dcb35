import { TopicTree } from '../../features/topics/topic-tree.tsx';
import { topicsTexts } from '../../features/topics/topics.texts.ts';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { quoted } from '../../shared/code/curl-text.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

export function TopicsPage() {
  const [{ q = '', view, sort }] = usePageSearch<'q' | 'view' | 'sort'>();
  const isList = q !== '' || view === 'list';
  return (
    <Page
      title={useTexts(topicsTexts).title}
      actions={
        <CodeMenu
          call={
            isList
              ? { method: 'GET', path: '/topic_activity', query: { q, sort } }
              : { method: 'GET', path: '/topic_levels' }
          }
          cli={`tocsin topics ls --watch 5s${sort === '-rate' ? ' --busiest' : ''}${q === '' ? '' : ` -- ${quoted(q)}`}`}
        />
      }
    >
      <TopicTree />
    </Page>
  );
}
