import { TopicTree } from '../../features/topics/topic-tree.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Topics' }, { title: '主题' });

export function TopicsPage() {
  return (
    <Page title={useTexts(texts).title} actions={<CodeMenu call={{ method: 'GET', path: '/topics' }} />}>
      <TopicTree />
    </Page>
  );
}
