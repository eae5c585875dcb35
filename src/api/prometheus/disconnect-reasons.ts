import type { Broker } from '../../broker/door.ts';
import type { Family, Sample } from './exposition.ts';

/** Reasons come from a list, but clients write some of them themselves. */
const MOST = 1000;

/** Counts why connections ended, by listener. */
export class DisconnectReasons {
  readonly #samples = new Map<string, Sample & { value: number }>();

  constructor(events: Broker['events']) {
    events['client.disconnected'].listen(({ client, reason }) => {
      const key = `${client.listener} ${reason}`;
      const known = this.#samples.get(key);
      if (known) {
        known.value++;
      } else if (this.#samples.size < MOST) {
        const [type = '', name = ''] = client.listener.split(':');
        this.#samples.set(key, {
          labels: { listener_type: type, listener_name: name, reason },
          value: 1,
        });
      }
    });
  }

  family(): Family {
    return {
      name: 'emqx_client_disconnected_reason',
      type: 'counter',
      help: 'Connections that ended, by listener and reason',
      samples: [...this.#samples.values()],
    };
  }
}
