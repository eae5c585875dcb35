import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts(
  {
    title: 'There is no such page',
    why: 'The address is mistyped, or of another version. What you look for may be found with Ctrl K.',
    overview: 'Go to the overview',
  },
  {
    title: '没有这个页面',
    why: '地址有误，或属于其他版本。可以用 Ctrl K 查找。',
    overview: '前往概览',
  },
);

export function NotFoundPage() {
  const words = useTexts(texts);
  return (
    <Page title={words.title}>
      <EmptyState
        action={
          <Anchor component={Link} to="/">
            {words.overview}
          </Anchor>
        }
      >
        {words.why}
      </EmptyState>
    </Page>
  );
}
