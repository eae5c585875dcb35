import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { visibleText } from '../../shared/ui/device-text.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import styles from './deliveries.module.css';
import { deliveryTexts } from './deliveries.texts.ts';
import { useDeliveries, useDeliveryNews } from './delivery-queries.ts';
import { DeliveryResult } from './delivery-result.tsx';
import { lastOf, subjectOf } from './delivery-table.tsx';

const SHOWN = 10;

/** What was sent last by one connector; each opens with request and answer. */
export function RecentCalls({ connector }: { connector: string }) {
  const texts = useTexts(deliveryTexts);
  const formats = useFormats();
  const { query, rows } = useDeliveries({ connector }, SHOWN);
  useDeliveryNews();
  return (
    <QueryView
      query={query}
      isEmpty={() => rows.length === 0}
      empty={
        <Text size="sm" c="dimmed">
          {texts.nothingYet}
        </Text>
      }
    >
      {() => (
        <div>
          <ul className={styles.list}>
            {rows.slice(0, SHOWN).map((delivery) => {
              const last = lastOf(delivery);
              const facts = [
                delivery.vendor_code ?? last?.status,
                last && formats.duration(last.duration_ms),
              ];
              return (
                <li key={delivery.id} className={styles.call}>
                  <Link
                    to="/notify/deliveries"
                    search={{ connector, id: delivery.id } as never}
                    className={styles.callLink ?? ''}
                  >
                    <span>{formats.time(delivery.created_at)}</span>
                    <DeliveryResult status={delivery.status} />
                    <bdi className={styles.subject}>{visibleText(subjectOf(delivery).slice(0, 200))}</bdi>
                    <span className={styles.mono}>
                      {facts.filter((fact) => fact !== null && fact !== undefined).join(' · ')}
                    </span>
                  </Link>
                </li>
              );
            })}
          </ul>
          <Anchor component={Link} to="/notify/deliveries" search={{ connector } as never} size="sm">
            {texts.all}
          </Anchor>
        </div>
      )}
    </QueryView>
  );
}
