import { Group, Text, Tooltip } from '@mantine/core';
import type { Alert, AlertGroup } from '../../../../src/api/contract.ts';
import { actorNames } from '../../../../src/texts/actor-names.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useNow } from '../../shared/format/now.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import styles from './alert-parts.module.css';
import { alertTexts } from './alerts.texts.ts';

/** How long it has been so, counting on. */
export function Since({ at, until }: { at: string; until?: string | null }) {
  const formats = useFormats();
  const now = useNow();
  const end = until ? Date.parse(until) : now;
  return (
    <Tooltip
      label={`${formats.time(at, 'millisecond')}${until ? ` – ${formats.time(until, 'millisecond')}` : ''}`}
    >
      <time dateTime={at} className={styles.nowrap}>
        {formats.duration(Math.max(0, end - Date.parse(at)))}
      </time>
    </Tooltip>
  );
}

/** `link (Li)` is Li, by a link in a message. */
export function useActorName(): (by: string) => string {
  return actorNames[useLanguage()];
}

type Stateful = Pick<Alert, 'status' | 'acknowledged_by' | 'silenced_by' | 'silenced_until'>;

/** Open, acknowledged by whom, silenced until when. */
export function AlertState({ alert }: { alert: Stateful }) {
  const texts = useTexts(alertTexts);
  const nameOf = useActorName();
  const { status, acknowledged_by: by } = alert;
  return (
    <span className={styles.state}>
      <span className={status === 'resolved' ? styles.resolved : status === 'open' ? styles.open : undefined}>
        {status === 'resolved' && <span aria-hidden="true">✓ </span>}
        {texts.status[status]}
        {by !== null && status === 'acknowledged' && (
          <>
            {' · '}
            <bdi>{nameOf(by)}</bdi>
          </>
        )}
      </span>
      {alert.silenced_by !== null && <SilencedUntil at={alert.silenced_until} />}
    </span>
  );
}

export function SilencedUntil({ at }: { at: string | null }) {
  const texts = useTexts(alertTexts);
  const formats = useFormats();
  return (
    <span className={styles.silenced}>
      <span aria-hidden="true">‖ </span>
      {at === null ? texts.silencedOpenEnd : texts.silencedUntil(formats.time(at, 'minute'))}
    </span>
  );
}

/** ✓ 3 · ! 1 failed: channels, by how the last message went. */
export function DeliveryState({ deliveries }: { deliveries: AlertGroup['deliveries'] | undefined }) {
  const texts = useTexts(alertTexts);
  const { delivered = [], waiting = [], failed = [] } = deliveries ?? {};
  if (delivered.length + waiting.length + failed.length === 0)
    return (
      <Tooltip label={texts.notTold}>
        <Text span c="dimmed" inherit>
          –
        </Text>
      </Tooltip>
    );
  const hint = [
    delivered.length > 0 && `✓ ${delivered.join(', ')}`,
    waiting.length > 0 && `… ${waiting.join(', ')}`,
    failed.length > 0 && `! ${failed.join(', ')}`,
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <Tooltip label={hint}>
      <Group gap={6} wrap="nowrap" component="span" className={styles.nowrap}>
        {delivered.length > 0 && (
          <span>
            <span aria-hidden="true">✓ {delivered.length}</span>
            <span className={styles.hidden}>{texts.delivered(delivered.length)}</span>
          </span>
        )}
        {waiting.length > 0 && <span>… {texts.waiting(waiting.length)}</span>}
        {failed.length > 0 && <span className={styles.critical}>! {texts.failed(failed.length)}</span>}
      </Group>
    </Tooltip>
  );
}
