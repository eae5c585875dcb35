import type { DeliveryFollower, DeliveryNews, DeliveryRecord } from '../delivery/door.ts';
import { deliveryView } from './delivery-view.ts';
import { NewsStream } from './news-stream.ts';

/** Writes what happens to deliveries to one reader. */
export class DeliveryStream extends NewsStream implements DeliveryFollower {
  onDelivery(news: DeliveryNews, delivery: DeliveryRecord): void {
    this.send(news, () => JSON.stringify(deliveryView(delivery)));
  }
}
