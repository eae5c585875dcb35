import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { crypto } from '../../lib/late-crypto.ts';
import type { MqttBroker } from '../broker.ts';
import type { Vouched } from '../connections/vouched.ts';
import { type ListenerSeats, seatsFor } from '../listener-seats.ts';
import { arrivalOf } from './arrival.ts';
import { listen } from './listening.ts';
import { TcpTransport } from './tcp-transport.ts';

/** Bytes of a ticket. */
const TICKET_LENGTH = 32;

/** Milliseconds from `accept` to the ticket. */
const TICKET_TIME = 5000;

/**
 * A way in for clients that this process runs itself: a port of loopback that the system picks when the first of them
 * comes. What connects there first has to show a ticket that works once and that only `dial` gives out; behind it the
 * connection is one as any other, with CONNECT, limits and authorization. Other programs that find the port are closed.
 */
export class PrivateEntrance {
  readonly seats: ListenerSeats;
  readonly #broker: MqttBroker;
  readonly #tickets = new Map<string, Vouched>();
  readonly #arriving = new Set<Socket>();
  #server: Promise<{ server: Server; port: number }> | undefined = undefined;

  /** @param id as which its clients see it: `tcp:simulated` */
  constructor(broker: MqttBroker, id: string) {
    this.#broker = broker;
    this.seats = seatsFor(id);
  }

  /** A socket whose next byte is the first of a CONNECT. */
  async dial(vouched: Vouched): Promise<Socket> {
    this.#server ??= this.#open();
    const { port } = await this.#server;
    const ticket = crypto().randomBytes(TICKET_LENGTH);
    const key = ticket.toString('hex');
    this.#tickets.set(key, vouched);
    const socket = dial({ host: '127.0.0.1', port });
    socket.setNoDelay(true);
    socket.write(ticket);
    // One that never got there leaves no ticket behind.
    socket.once('close', () => this.#tickets.delete(key));
    return socket;
  }

  close(): void {
    this.#tickets.clear();
    for (const socket of this.#arriving) socket.destroy();
    void this.#server?.then(({ server }) => server.close());
    this.#server = undefined;
  }

  async #open(): Promise<{ server: Server; port: number }> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: false }, (socket) =>
      this.#onSocket(socket),
    );
    const setting = 'the entrance of simulated clients';
    const { port } = await listen(server, { host: '127.0.0.1', port: 0, backlog: 1024, setting });
    server.on('error', () => {});
    // It keeps no process alive that has nothing else to do.
    server.unref();
    return { server, port };
  }

  #onSocket(socket: Socket): void {
    const { clock, settings } = this.#broker;
    const connectBy = clock.now() + settings.connectTimeout;
    const deadline = clock.after(TICKET_TIME, () => socket.destroy());
    this.#arriving.add(socket);
    const forget = () => {
      deadline.cancel();
      this.#arriving.delete(socket);
    };
    const fail = () => {};
    const look = () => {
      const ticket = socket.read(TICKET_LENGTH) as Buffer | null;
      if (ticket === null) return;
      socket.off('readable', look);
      socket.off('error', fail);
      socket.off('close', forget);
      forget();
      const key = ticket.toString('hex');
      const vouched = this.#tickets.get(key);
      this.#tickets.delete(key);
      if (ticket.length !== TICKET_LENGTH || vouched === undefined) {
        socket.on('error', fail);
        socket.destroy();
        return;
      }
      const transport = new TcpTransport(socket, { ...arrivalOf(socket, connectBy), vouched });
      transport.start(this.#broker.accept(transport, this.seats, connectBy));
    };
    socket.setNoDelay(true);
    socket.on('readable', look).on('error', fail).on('close', forget);
  }
}
