import { Anchor, Button, Group, Text } from '@mantine/core';
import type { AlertDetail } from '../../../../../src/api/contract.ts';
import { KeyCaps } from '../../../shared/keys/key-caps.tsx';
import { useShortcut } from '../../../shared/keys/use-shortcut.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { DeviceText } from '../../../shared/ui/device-text.tsx';
import { ForRole } from '../../../shared/ui/for-role.tsx';
import { SeverityMark } from '../../../shared/ui/severity-mark.tsx';
import { actingTexts } from '../acting/acting.texts.ts';
import type { AlertActions } from '../acting/use-alert-actions.tsx';
import { AlertState, DeliveryState, Since, useActorName } from '../alert-parts.tsx';
import { alertTexts } from '../alerts.texts.ts';
import styles from './alert-detail.module.css';
import { useAlertSentences } from './alert-sentence.ts';
import { detailTexts } from './detail.texts.ts';

/** What is the matter, how bad, since when, who is on it; and what can be done. */
export function AlertHead({ alert, actions }: { alert: AlertDetail; actions: AlertActions }) {
  const texts = useTexts(detailTexts);
  const words = useTexts(alertTexts);
  const nameOf = useActorName();
  const sentences = useAlertSentences(alert);
  const isOver = alert.status === 'resolved';
  const tone = isOver ? 'resolved' : alert.silenced_by !== null ? 'silenced' : alert.severity;
  return (
    <section
      className={styles.head}
      style={{ borderLeftColor: `var(--tocsin-${tone})` }}
      aria-label={texts.page}
    >
      <div className={styles.badges}>
        <SeverityMark severity={alert.severity} />
        <AlertState alert={alert} />
        <Since at={alert.starts_at} until={alert.resolved_at} />
        <DeliveryState deliveries={alert.deliveries} />
      </div>
      <div className={styles.subject}>
        <DeviceText text={alert.key} longest={400} />
      </div>
      {sentences.map((sentence) => (
        <Text key={sentence} className={styles.sentence}>
          {sentence}
        </Text>
      ))}
      {isOver && alert.resolved_how !== null && (
        <Text c="dimmed" size="sm">
          {texts.over(
            words.how[alert.resolved_how],
            alert.resolved_by === null ? '' : nameOf(alert.resolved_by),
          )}
        </Text>
      )}
      {alert.runbook_url !== null && /^https?:\/\//i.test(alert.runbook_url) && (
        <Anchor href={alert.runbook_url} target="_blank" rel="noreferrer noopener" size="sm">
          {texts.runbook} ↗
        </Anchor>
      )}
      <Buttons alert={alert} actions={actions} />
    </section>
  );
}

function Buttons({ alert, actions }: { alert: AlertDetail; actions: AlertActions }) {
  const words = useTexts(actingTexts);
  const targets = { alerts: [alert], groups: [] };
  const isOver = alert.status === 'resolved';
  const isTaken = isOver || alert.acknowledged_by !== null;
  useShortcut('e', words.acknowledgeKey, () => actions.acknowledge(targets), { enabled: !isTaken });
  useShortcut('s', words.silence, () => actions.silence(targets), { enabled: !isOver });
  return (
    <Group gap="xs" className={styles.buttons}>
      {!isTaken && (
        <ForRole role="operator">
          <Button size="sm" rightSection={<KeyCaps keys="e" />} onClick={() => actions.acknowledge(targets)}>
            {words.acknowledge}
          </Button>
        </ForRole>
      )}
      {!isOver && (
        <ForRole role="operator">
          <Button
            size="sm"
            variant="default"
            rightSection={<KeyCaps keys="s" />}
            onClick={() => actions.silence(targets)}
          >
            {words.silence} …
          </Button>
        </ForRole>
      )}
      {!isOver && (
        <ForRole role="operator">
          <Button size="sm" variant="default" onClick={() => actions.resolve(targets)}>
            {words.resolve}
          </Button>
        </ForRole>
      )}
      <ForRole role="operator">
        <Button size="sm" variant="default" onClick={() => actions.note(targets)}>
          {words.note}
        </Button>
      </ForRole>
    </Group>
  );
}
