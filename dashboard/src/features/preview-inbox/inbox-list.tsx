import { Button, Group, Stack, Text } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Page, PreviewMessage } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { useLive } from '../../shared/live/live.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ChatBubble } from '../../shared/ui/chat-bubble.tsx';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { inboxTexts } from './inbox.texts.ts';

const KEY = ['preview_inbox'];
const ROWS = 30;
/** Milliseconds: tests are told by nobody. */
const LOOK = 3_000;

/** What channels of the kind preview were told, as chats would show it; the newest first. */
export function InboxList() {
  const texts = useTexts(inboxTexts);
  const query = useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<PreviewMessage>>('/preview_inbox', { page: pageParam, limit: ROWS }, signal),
    initialPageParam: 1,
    getNextPageParam: ({ meta }) => (meta.hasnext ? meta.page + 1 : undefined),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : LOOK),
  });
  useLive('deliveries', ({ delivery, news }) => {
    if (delivery.connector.startsWith('preview:') && news === 'settled')
      void queryClient.invalidateQueries({ queryKey: KEY });
  });
  return (
    <QueryView
      query={query}
      isEmpty={({ pages }) => pages[0]?.data.length === 0}
      empty={
        <EmptyState
          command="tocsin channels test preview:inbox"
          action={
            <ForRole role="editor">
              <Button variant="default" onClick={() => void sendTest()}>
                {texts.sendTest}
              </Button>
            </ForRole>
          }
        >
          {texts.nothingYet}
        </EmptyState>
      }
    >
      {({ pages }) => (
        <Stack gap="lg" maw={720}>
          {distinct(pages.flatMap(({ data }) => data)).map((message) => (
            <InboxMessage key={message.id} message={message} />
          ))}
          {query.hasNextPage && (
            <Button
              variant="default"
              w="fit-content"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {texts.older}
            </Button>
          )}
        </Stack>
      )}
    </QueryView>
  );
}

function distinct(messages: readonly PreviewMessage[]): readonly PreviewMessage[] {
  return [...new Map(messages.map((message) => [message.id, message])).values()];
}

function InboxMessage({ message: { connector, received_at, message, body } }: { message: PreviewMessage }) {
  const name = connector.replace(/^preview:/, '');
  return (
    <article>
      <Group gap="sm" mb={4}>
        <Text size="xs" c="dimmed">
          <Moment at={received_at} />
        </Text>
        <Link
          to="/notify/channel"
          search={{ id: connector } as never}
          style={{ fontSize: 12, color: 'inherit' }}
        >
          {name}
        </Link>
      </Group>
      <ChatBubble kind={body ? kindOf(body) : 'preview'} request={body} message={message} />
    </article>
  );
}

const HOSTS: readonly (readonly [RegExp, string])[] = [
  [/qyapi\.weixin/, 'wecom'],
  [/oapi\.dingtalk/, 'dingtalk'],
  [/feishu\.cn|larksuite/, 'feishu'],
  [/hooks\.slack/, 'slack'],
  [/logic\.azure/, 'teams'],
  [/api\.telegram/, 'telegram'],
  [/discord\.com/, 'discord'],
  [/pagerduty/, 'pagerduty'],
];

/** For which vendor the body was written: it goes to nobody, but says where it would have gone. */
function kindOf(body: Readonly<Record<string, unknown>>): string {
  if (body.subject !== undefined) return 'email';
  const url = String(body.url ?? '');
  return HOSTS.find(([host]) => host.test(url))?.[1] ?? 'webhook';
}

/** The inbox is made by the first message; a test makes it too. */
async function sendTest(): Promise<void> {
  await api.post('/connectors', { type: 'preview', name: 'inbox' }).catch(() => undefined);
  await api.post('/connectors/preview:inbox/test', {});
  await queryClient.invalidateQueries({ queryKey: KEY });
  await queryClient.invalidateQueries({ queryKey: ['connectors'] });
}

export function ClearInbox() {
  const texts = useTexts(inboxTexts);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <ForRole role="editor">
        <Button variant="default" onClick={() => setAsking(true)}>
          {texts.clear}
        </Button>
      </ForRole>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={texts.clearTitle}
        action={texts.clear}
        onConfirm={async () => {
          await api.delete('/preview_inbox');
          await queryClient.invalidateQueries({ queryKey: KEY });
        }}
      >
        {texts.clearEffect}
      </ConfirmDialog>
    </>
  );
}
