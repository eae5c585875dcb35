import { Text } from '@mantine/core';
import { inboxTexts } from '../../features/preview-inbox/inbox.texts.ts';
import { ClearInbox, InboxList } from '../../features/preview-inbox/inbox-list.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

export function InboxPage() {
  const texts = useTexts(inboxTexts);
  return (
    <Page
      title={texts.title}
      actions={
        <>
          <ClearInbox />
          <CodeMenu
            call={{ method: 'GET', path: '/preview_inbox' }}
            cli="tocsin channels test preview:inbox"
          />
        </>
      }
    >
      <Text size="sm" c="dimmed">
        {texts.about}
      </Text>
      <InboxList />
    </Page>
  );
}
