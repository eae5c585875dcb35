import type { ConnectorSummary } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import styles from '../connectors/card.module.css';
import { channelTexts } from './channels.texts.ts';

/** How much of what the vendor takes in a minute is used. */
export function MinuteMeter({ summary: { limits, last_minute: used } }: { summary: ConnectorSummary }) {
  const texts = useTexts(channelTexts);
  const formats = useFormats();
  const limit = limits.per_minute ?? (limits.per_second === null ? null : limits.per_second * 60);
  if (limit === null) return texts.unlimited;
  const share = Math.min(1, used / limit);
  const words = texts.minute(formats.number(used), formats.number(limit));
  return (
    <>
      {words}
      <div className={styles.meter} data-full={share >= 0.8 || undefined} aria-hidden="true">
        <div style={{ inlineSize: `${share * 100}%` }} />
      </div>
    </>
  );
}
