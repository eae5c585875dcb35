import { SegmentedControl } from '@mantine/core';
import { countedTexts } from '../../features/topics/counted-topics.texts.ts';
import { CountedTopics } from '../../features/topics/counted-topics.tsx';
import { TopicTree } from '../../features/topics/topic-tree.tsx';
import { topicsTexts } from '../../features/topics/topics.texts.ts';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { quoted } from '../../shared/code/curl-text.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

export function TopicsPage() {
  const [{ q = '', view, sort }, change] = usePageSearch<'q' | 'view' | 'sort'>();
  const words = useTexts(countedTexts);
  const isCounted = view === 'counted';
  const isList = q !== '' || view === 'list';
  return (
    <Page
      title={useTexts(topicsTexts).title}
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label={words.view}
            value={isCounted ? 'counted' : 'used'}
            data={[
              { value: 'used', label: words.inUse },
              { value: 'counted', label: words.counted },
            ]}
            onChange={(value) => change({ view: value === 'counted' ? value : undefined })}
          />
          {isCounted ? (
            <CodeMenu call={{ method: 'GET', path: '/mqtt/topic_metrics' }} cli="tocsin topics metrics ls" />
          ) : (
            <CodeMenu
              call={
                isList
                  ? { method: 'GET', path: '/topic_activity', query: { q, sort } }
                  : { method: 'GET', path: '/topic_levels' }
              }
              cli={`tocsin topics ls --watch 5s${sort === '-rate' ? ' --busiest' : ''}${q === '' ? '' : ` -- ${quoted(q)}`}`}
            />
          )}
        </>
      }
    >
      {isCounted ? <CountedTopics /> : <TopicTree />}
    </Page>
  );
}
