import { Anchor, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AlertDetail, Delivery, RecordedEvent } from '../../../../../src/api/contract.ts';
import { api } from '../../../shared/api/client.ts';
import { useFormats } from '../../../shared/format/format.ts';
import { useLanguage, useTexts } from '../../../shared/texts/texts.ts';
import { PayloadView } from '../../../shared/ui/payload/payload-view.tsx';
import { QueryView } from '../../../shared/ui/query-view.tsx';
import styles from './alert-detail.module.css';
import { detailTexts } from './detail.texts.ts';

/** Milliseconds around the moment at which an alert began, in which its event lies. */
const AROUND = 2_000;
const TALL = 260;

/** The event that raised the alert, as the rule saw it. */
export function EventPayload({ alert }: { alert: AlertDetail }) {
  const texts = useTexts(detailTexts);
  const at = Date.parse(alert.starts_at);
  const query = useQuery({
    queryKey: ['events', 'of-alert', alert.id],
    queryFn: ({ signal }) =>
      api.get<{ data: RecordedEvent[] }>(
        '/events',
        { clientid: alert.clientid, from: at - AROUND, to: at + AROUND, limit: 20 },
        signal,
      ),
    select: ({ data }) => data,
    enabled: alert.clientid !== null,
  });
  if (alert.clientid === null) return <Text c="dimmed">{texts.noEvent}</Text>;
  return (
    <QueryView query={query} rows={3}>
      {(events) => {
        const event = nearest(events, at);
        if (!event) return <Text c="dimmed">{texts.noEvent}</Text>;
        return (
          <Stack gap="xs">
            <PayloadView
              payload={JSON.stringify(event, null, 2)}
              name={`event-${event.id}`}
              maximumHeight={TALL}
            />
            <Anchor component={Link} to="/events" search={{ id: event.id } as never} size="sm">
              {texts.openEvent}
            </Anchor>
          </Stack>
        );
      }}
    </QueryView>
  );
}

/** What ended a connection goes before what else happened in the moment. */
function nearest(events: readonly RecordedEvent[], at: number): RecordedEvent | undefined {
  const distance = (event: RecordedEvent) =>
    Math.abs(Date.parse(event.at) - at) + (event.event === 'client.disconnected' ? 0 : AROUND);
  return [...events].sort((one, other) => distance(one) - distance(other))[0];
}

/** What was sent, and what the other side answered each time. */
export function DeliveryPayload({ id }: { id: string }) {
  const texts = useTexts(detailTexts);
  const language = useLanguage();
  const formats = useFormats();
  const query = useQuery({
    queryKey: ['deliveries', 'one', id],
    queryFn: ({ signal }) => api.get<Delivery>(`/deliveries/${encodeURIComponent(id)}`, {}, signal),
  });
  return (
    <QueryView query={query} rows={3}>
      {({ request, attempts, explanation }) => (
        <Stack gap="xs">
          {explanation && (
            <Text size="sm">
              {explanation[language].sentence} {explanation[language].fix}
            </Text>
          )}
          {request && (
            <>
              <Text size="sm" fw={600}>
                {texts.request}
              </Text>
              <PayloadView payload={JSON.stringify(request)} name={`request-${id}`} maximumHeight={TALL} />
            </>
          )}
          {attempts.slice(-5).map(({ number, at, duration_ms: took, status, code, body, reason }) => (
            <div key={number}>
              <Text size="sm" fw={600}>
                {texts.response(number)}{' '}
                <span className={styles.time}>
                  {[formats.time(at, 'millisecond'), formats.duration(took), status, code]
                    .filter((part) => part !== null)
                    .join(' · ')}
                </span>
              </Text>
              {body ? (
                <PayloadView payload={body} name={`answer-${id}-${number}`} maximumHeight={TALL} />
              ) : (
                <Text size="sm" c="dimmed">
                  {reason ?? texts.noAnswer}
                </Text>
              )}
            </div>
          ))}
          <Anchor component={Link} to="/notify/deliveries" search={{ id } as never} size="sm">
            {texts.openDelivery}
          </Anchor>
        </Stack>
      )}
    </QueryView>
  );
}
