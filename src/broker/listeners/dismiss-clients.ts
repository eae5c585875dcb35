import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { MqttBroker } from '../broker.ts';
import type { ListenerSeats } from '../listener-seats.ts';

/** Clients that are disconnected in one turn of the event loop, so that those of other listeners do not wait. */
const PER_TURN = 200;

/** Disconnects everybody who came in by a listener that is closed. Sessions are kept as after any disconnect. */
export function dismissClients(broker: MqttBroker, seats: ListenerSeats): void {
  const clients = broker.clientsAt(seats);
  let next = 0;
  const dismiss = (): void => {
    for (const client of clients.slice(next, next + PER_TURN)) {
      client.end({
        reason: 'shutdown',
        closedBy: 'server',
        reasonCode: ReasonCode.AdministrativeAction,
      });
    }
    next += PER_TURN;
    if (next < clients.length) setImmediate(dismiss);
  };
  dismiss();
}
