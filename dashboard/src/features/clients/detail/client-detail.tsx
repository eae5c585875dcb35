import { Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useLive } from '../../../shared/live/live.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { QueryView } from '../../../shared/ui/query-view.tsx';
import { Section } from '../../../shared/ui/section.tsx';
import { CLIENTS_KEY } from '../client-search.ts';
import { ClientState } from '../client-state.tsx';
import { useClientConnection, useClientHistory, useClientRow, useClientSession } from './client-facts.ts';
import { ClientSentence } from './client-sentence.tsx';
import { ClientSession, NoSession } from './client-session.tsx';
import { ClientStrip } from './client-strip.tsx';
import { ClientSubscriptions } from './client-subscriptions.tsx';
import { ClientTimeline } from './client-timeline.tsx';
import { detailTexts } from './detail.texts.ts';
import styles from './facts-list.module.css';
import { NeverConnected } from './never-connected.tsx';
import { WaitingMessages } from './waiting-messages.tsx';

/** All that is known of one client. */
export function ClientDetail({ clientId }: { clientId: string }) {
  const texts = useTexts(detailTexts);
  const client = useQueryClient();
  const row = useClientRow(clientId);
  const { data: session } = useClientSession(clientId);
  const { data: connection } = useClientConnection(clientId, session?.connected ?? false);
  const { data: spans = [] } = useClientHistory(clientId);
  useLive('clients', ({ online, offline, count }) => {
    const isMeant = online.includes(clientId) || offline.includes(clientId);
    if (isMeant || count > online.length + offline.length)
      void client.invalidateQueries({ queryKey: [CLIENTS_KEY, 'one', clientId] });
  });
  return (
    <QueryView query={row}>
      {(found) =>
        found === null || found.state === 'never_seen' ? (
          <Stack gap="lg">
            <NeverConnected clientId={clientId} client={found} />
            <ClientTimeline clientId={clientId} />
          </Stack>
        ) : (
          <Stack gap="md">
            <Stack gap={4}>
              <ClientState client={found} />
              <ClientSentence client={found} spans={spans} />
            </Stack>
            <div className={styles.columns}>
              <Stack gap="lg" miw={0}>
                <Section title={texts.stripHead}>
                  <ClientStrip spans={spans} />
                </Section>
                <ClientTimeline clientId={clientId} />
              </Stack>
              <Stack gap="lg" miw={0}>
                {session ? (
                  <>
                    <ClientSession client={session} connection={session.connected ? connection : null} />
                    <ClientSubscriptions clientId={clientId} />
                    <WaitingMessages clientId={clientId} which="mqueue" count={session.mqueue_len} />
                    <WaitingMessages clientId={clientId} which="inflight" count={session.inflight_cnt} />
                  </>
                ) : (
                  session === null && <NoSession />
                )}
              </Stack>
            </div>
          </Stack>
        )
      }
    </QueryView>
  );
}
