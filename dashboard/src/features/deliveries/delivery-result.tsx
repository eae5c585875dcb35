import type { Delivery } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import styles from './deliveries.module.css';
import { deliveryTexts } from './deliveries.texts.ts';

const SHAPES = {
  queued: '◌',
  retrying: '↻',
  delivered: '✓',
  failed: '▲',
  digested: '≡',
  expired: '◆',
} as const;

/** What became of it: a shape, a word and a colour. */
export function DeliveryResult({ status }: { status: Delivery['status'] }) {
  const texts = useTexts(deliveryTexts);
  return (
    <span className={styles.result} data-status={status}>
      <span aria-hidden="true">{SHAPES[status]}</span> {texts.results[status]}
    </span>
  );
}
