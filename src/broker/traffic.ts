import type { QoS } from '../mqtt/packets.ts';
import type { TrafficView } from './door.ts';
import type { DeliveryDropped } from './events.ts';

/** What went one way between a client and the broker. */
export class Traffic {
  operations = 0;
  bytes = 0;
  packets = 0;
  qos0 = 0;
  qos1 = 0;
  qos2 = 0;
  dropped = 0;
  droppedExpired = 0;
  droppedQueueFull = 0;
  droppedTooLarge = 0;

  get messages(): number {
    return this.qos0 + this.qos1 + this.qos2;
  }

  countMessage(qos: QoS): void {
    if (qos === 0) this.qos0++;
    else if (qos === 1) this.qos1++;
    else this.qos2++;
  }

  countDrop(reason: DeliveryDropped['reason']): void {
    this.dropped++;
    if (reason === 'expired') this.droppedExpired++;
    else if (reason === 'queue_full') this.droppedQueueFull++;
    else if (reason === 'too_large') this.droppedTooLarge++;
  }

  view(): TrafficView {
    return { ...this, messages: this.messages };
  }
}
