import { useMemo } from 'react';
import type { ClientSpan } from '../../../../../src/api/contract.ts';
import { useFormats } from '../../../shared/format/format.ts';
import { useNow } from '../../../shared/format/now.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { clientTexts } from '../clients.texts.ts';
import styles from './client-strip.module.css';
import { detailTexts } from './detail.texts.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** When it was online within 24 hours: filled, else empty; hatched where nobody knows. */
export function ClientStrip({ spans }: { spans: readonly ClientSpan[] }) {
  const texts = useTexts(detailTexts);
  const { now: nowWord } = useTexts(clientTexts);
  const formats = useFormats();
  // A minute is less than a pixel.
  const now = Math.floor(useNow() / MINUTE) * MINUTE + MINUTE;
  const parts = useMemo(() => partsOf(spans, now), [spans, now]);
  const sum = (total: number, { width }: { width: number }) => total + width;
  const online = parts.filter(({ state }) => state === 'online').reduce(sum, 0);
  const known = parts.reduce(sum, 0);
  const share = `${formats.number(known === 0 ? 0 : (online / known) * 100, 1)} %`;
  return (
    <div>
      <div className={styles.strip} role="img" aria-label={texts.strip(share)} title={texts.strip(share)}>
        {parts.map(({ state, from, left, width }) => (
          <div
            key={from}
            className={state === 'online' ? styles.online : styles.offline}
            style={{ left: `${left * 100}%`, width: `${width * 100}%` }}
            title={`${state === 'online' ? texts.stripOnline : texts.stripOffline} · ${formats.time(from)}`}
          />
        ))}
      </div>
      <div className={styles.ends}>
        <span>{texts.ago24}</span>
        <span>{texts.strip(share)}</span>
        <span>{nowWord}</span>
      </div>
    </div>
  );
}

function partsOf(spans: readonly ClientSpan[], now: number) {
  const begin = now - DAY;
  return spans.flatMap(({ state, from, to }) => {
    const start = Math.max(begin, Date.parse(from));
    const end = Math.min(now, to === undefined ? now : Date.parse(to));
    if (end <= begin || end < start) return [];
    return [{ state, from, left: (start - begin) / DAY, width: (end - start) / DAY }];
  });
}
