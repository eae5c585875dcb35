import { Text } from '@mantine/core';
import { useFormats } from '../../../shared/format/format.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { DeviceText } from '../../../shared/ui/device-text.tsx';
import { SeverityMark } from '../../../shared/ui/severity-mark.tsx';
import { AlertState, DeliveryState, Since } from '../alert-parts.tsx';
import { alertTexts } from '../alerts.texts.ts';
import { openTexts } from './open.texts.ts';
import styles from './open-alerts.module.css';
import { GroupState } from './open-columns.tsx';
import type { OpenRow } from './open-rows.ts';

/** A line of the list on a phone. */
export function OpenCard({ row }: { row: OpenRow }) {
  const texts = useTexts(openTexts);
  const words = useTexts(alertTexts);
  const formats = useFormats();
  if (row.kind === 'more') return <span className={styles.card}>{texts.more(formats.number(row.left))}</span>;
  const { severity, deliveries } = row.kind === 'alert' ? row.alert : row.group;
  return (
    <span className={styles.card}>
      <span className={styles.cardLine}>
        <SeverityMark severity={severity} />
        <Text span inherit fw={600}>
          <bdi>{row.kind === 'alert' ? row.alert.title : row.group.name}</bdi>
        </Text>
        {row.kind === 'alert' ? (
          <DeviceText text={row.alert.key} longest={64} />
        ) : (
          <span>
            {words.count(formats.number(row.group.count))}{' '}
            <span aria-hidden="true">{row.isExpanded ? '▾' : '▸'}</span>
          </span>
        )}
      </span>
      <span className={styles.cardLine}>
        {row.kind === 'alert' ? <AlertState alert={row.alert} /> : <GroupState group={row.group} />}
        <Since at={row.kind === 'alert' ? row.alert.starts_at : row.group.since} />
        <DeliveryState deliveries={deliveries} />
      </span>
    </span>
  );
}
