import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Alert, Delivery, RecordedEvent } from '../../../../../src/api/contract.ts';
import { eventSentence, eventTitle } from '../../../../../src/texts/event-words.ts';
import { type Language, useLanguage, useTexts } from '../../../shared/texts/texts.ts';
import { DeviceText } from '../../../shared/ui/device-text.tsx';
import { EmptyState } from '../../../shared/ui/empty-state.tsx';
import { Moment } from '../../../shared/ui/moment.tsx';
import { ProblemView } from '../../../shared/ui/problem-view.tsx';
import { Section } from '../../../shared/ui/section.tsx';
import { SeverityMark } from '../../../shared/ui/severity-mark.tsx';
import { useClientAlerts, useClientEvents } from './client-facts.ts';
import styles from './client-timeline.module.css';
import { detailTexts } from './detail.texts.ts';

const KINDS = {
  all: undefined,
  connection: ['client.connected', 'client.disconnected', 'client.connack', 'connection.refused'],
  subscriptions: ['session.subscribed', 'session.unsubscribed', 'session.subscribe_refused'],
  access: ['client.check_authz_complete', 'client.check_authn_complete', 'session.subscribe_refused'],
  messages: ['message.dropped', 'delivery.dropped'],
  alerts: [],
} as const satisfies Record<string, readonly string[] | undefined>;

type Kind = keyof typeof KINDS;

interface Entry {
  readonly key: string;
  readonly at: string;
  readonly content: ReactNode;
}

/** What happened to a client, the last first: events, alerts about it, and what was sent of them. */
export function ClientTimeline({ clientId }: { clientId: string }) {
  const texts = useTexts(detailTexts);
  const language = useLanguage();
  const [kind, setKind] = useState<Kind>('all');
  const hasEvents = kind !== 'alerts';
  const events = useClientEvents(clientId, hasEvents ? KINDS[kind] : undefined);
  const alerts = useClientAlerts(clientId, kind === 'all' || kind === 'alerts');

  const happened = hasEvents ? (events.data?.pages.flatMap(({ data }) => data) ?? []) : [];
  // Alerts that are older than the events that are loaded come with those.
  const oldest = hasEvents && events.hasNextPage ? (happened.at(-1)?.at ?? '') : '';
  const told =
    (kind === 'all' || kind === 'alerts') && alerts.data
      ? [
          ...alerts.data.alerts.flatMap((alert) => alertEntries(alert, texts)),
          ...alerts.data.deliveries.map((delivery) => deliveryEntry(delivery, texts)),
        ]
      : [];
  const entries = [...happened.map((event) => eventEntry(event, language)), ...told]
    .filter(({ at }) => Date.parse(at) >= (oldest === '' ? 0 : Date.parse(oldest)))
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const problem = (hasEvents && events.error) || alerts.error;
  const isEmpty = entries.length === 0 && !problem && (!hasEvents || events.isSuccess);
  return (
    <Section title={texts.timeline}>
      <Group gap={4} role="group" aria-label={texts.timeline}>
        {(Object.keys(KINDS) as Kind[]).map((name) => (
          <Button
            key={name}
            size="compact-xs"
            variant={name === kind ? 'filled' : 'default'}
            aria-pressed={name === kind}
            onClick={() => setKind(name)}
          >
            {texts.kinds[name]}
          </Button>
        ))}
      </Group>
      {problem && <ProblemView problem={problem} onRetry={() => void events.refetch()} />}
      {isEmpty && <EmptyState>{texts.nothingHappened}</EmptyState>}
      <ol className={styles.list}>
        {entries.map(({ key, at, content }) => (
          <li key={key} className={styles.entry}>
            <Text size="xs" c="dimmed" component="div">
              <Moment at={at} />
            </Text>
            <div>{content}</div>
          </li>
        ))}
      </ol>
      {hasEvents && events.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          loading={events.isFetchingNextPage}
          onClick={() => void events.fetchNextPage()}
        >
          {texts.older}
        </Button>
      )}
    </Section>
  );
}

function eventEntry(event: RecordedEvent, language: Language): Entry {
  return {
    key: event.id,
    at: event.at,
    content: (
      <Anchor component={Link} to="/events" search={{ id: event.id } as never} c="inherit" inherit>
        <Text span fw={500} inherit>
          {eventTitle(event.event, language)}
        </Text>
        {' · '}
        {eventSentence(event, language).map((part, index) =>
          typeof part === 'string' ? (
            part
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence keep their places
            <DeviceText key={index} text={part.device} longest={80} />
          ),
        )}
      </Anchor>
    ),
  };
}

type Texts = { readonly alertOpened: string; readonly alertEnded: string; readonly delivery: string };

function alertEntries(alert: Alert, texts: Texts): Entry[] {
  const { id, title, severity, starts_at, resolved_at } = alert;
  const entry = (at: string, word: string): Entry => ({
    key: `${id} ${word}`,
    at,
    content: (
      <Stack gap={0}>
        <Group gap="xs" wrap="nowrap" align="baseline">
          <SeverityMark severity={severity} />
          <Anchor component={Link} to="/alerts/detail" search={{ id } as never} inherit>
            {word}: {title}
          </Anchor>
        </Group>
      </Stack>
    ),
  });
  return [
    entry(starts_at, texts.alertOpened),
    ...(typeof resolved_at === 'string' ? [entry(resolved_at, texts.alertEnded)] : []),
  ];
}

function deliveryEntry({ id, created_at, connector, status, title }: Delivery, texts: Texts): Entry {
  return {
    key: id,
    at: created_at,
    content: (
      <Anchor component={Link} to="/notify/deliveries" search={{ id } as never} c="inherit" inherit>
        {texts.delivery}: {connector} · {status}
        {title ? ` · ${title}` : ''}
      </Anchor>
    ),
  };
}
