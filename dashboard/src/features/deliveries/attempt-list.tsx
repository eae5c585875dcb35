import { Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { Delivery } from '../../../../src/api/contract.ts';
import { outboundReason } from '../../../../src/texts/outbound-reasons.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { visibleText } from '../../shared/ui/device-text.tsx';
import { PayloadView } from '../../shared/ui/payload/payload-view.tsx';
import styles from './deliveries.module.css';
import { deliveryTexts } from './deliveries.texts.ts';

/** Shown without asking; the others behind a button. */
const FEW = 10;

/** How often it was tried, and what was answered each time; the newest first. */
export function AttemptList({ delivery }: { delivery: Delivery }) {
  const texts = useTexts(deliveryTexts);
  const formats = useFormats();
  const [most, setMost] = useState(FEW);
  const attempts = delivery.attempts.toReversed();
  if (attempts.length === 0) return <Text c="dimmed">{texts.noAttempts}</Text>;
  return (
    <div>
      {attempts.slice(0, most).map((attempt) => (
        <AttemptRow key={`${attempt.number} ${attempt.at}`} attempt={attempt} />
      ))}
      {attempts.length > most && (
        <UnstyledButton fz="sm" c="var(--mantine-color-anchor)" onClick={() => setMost(most + 100)}>
          + {formats.number(attempts.length - most)}
        </UnstyledButton>
      )}
      {delivery.attempt_count > attempts.length && (
        <Text size="xs" c="dimmed">
          {texts.onlyLast(formats.number(attempts.length))}
        </Text>
      )}
    </div>
  );
}

function AttemptRow({ attempt }: { attempt: Delivery['attempts'][number] }) {
  const texts = useTexts(deliveryTexts);
  const formats = useFormats();
  const language = useLanguage();
  const { number, at, status, code, duration_ms, verdict, reason, body } = attempt;
  return (
    <div className={styles.attempt}>
      <div className={styles.attemptHead}>
        <span className={styles.mono}>#{number}</span>
        <span>{formats.time(at, 'millisecond')}</span>
        <span
          className={styles.result}
          data-status={verdict === 'delivered' ? 'delivered' : verdict === 'rejected' ? 'failed' : 'retrying'}
        >
          {texts.verdicts[verdict]}
        </span>
        {status !== null && (
          <span className={styles.mono}>
            {texts.status} {status}
          </span>
        )}
        {code !== null && (
          <span className={styles.mono}>
            {texts.code} {code}
          </span>
        )}
        <span>{formats.duration(duration_ms)}</span>
      </div>
      {reason && verdict !== 'delivered' && (
        <Text size="xs" c="dimmed" className={styles.wrap ?? ''}>
          {visibleText(outboundReason(reason, language).slice(0, 500))}
        </Text>
      )}
      {body && <PayloadView payload={body} name={`answer-${number}`} maximumHeight={140} />}
    </div>
  );
}
