import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Subscription } from '../../../../src/api/contract.ts';
import { copyText } from '../../shared/clipboard/clipboard.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { attempt } from '../../shared/ui/attempt.tsx';
import { visibleText } from '../../shared/ui/device-text.tsx';
import { useNeededRole } from '../../shared/ui/for-role.tsx';
import { quotedWord } from '../clients/client-menu.tsx';
import { subscriptionTexts } from './subscriptions.texts.ts';
import { unsubscribe } from './unsubscribe.ts';

/** What can be done with one subscription. */
export function SubscriptionMenu({ row }: { row: Subscription }) {
  const texts = useTexts(subscriptionTexts);
  const navigate = useNavigate();
  const [, change] = usePageSearch<'q'>();
  const mayChange = useMay('administrator');
  const role = useNeededRole('administrator');
  const { clientid, topic } = row;
  return (
    <>
      <Menu.Item onClick={() => void navigate({ to: '/clients/detail', search: { id: clientid } as never })}>
        {texts.openClient}
      </Menu.Item>
      <Menu.Item onClick={() => change({ q: `topic:${quotedWord(topic)}` }, 'push')}>
        {texts.showAlike}
      </Menu.Item>
      <Menu.Item onClick={() => void copyText(topic)}>{texts.copyTopic}</Menu.Item>
      <Menu.Divider />
      <Menu.Item
        disabled={!mayChange}
        title={mayChange ? undefined : role}
        onClick={() =>
          attempt(() =>
            unsubscribe({ rows: [row] }, () => texts.unsubscribed(visibleText(topic.slice(0, 80)))),
          )
        }
      >
        {texts.unsubscribe}
      </Menu.Item>
    </>
  );
}
