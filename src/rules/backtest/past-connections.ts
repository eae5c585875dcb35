/** Connections whose memory is kept at a time: what a rule may keep of each is 16 KB. */
const MOST_CONNECTIONS = 5000;

/** Stands for the connections of the past, of which the journal keeps when they began and ended. */
export class PastConnections {
  readonly #connections = new Map<string, object>();

  /** Of the client at this event; undefined for an event without a client. */
  of(event: string, clientId: string | undefined): object | undefined {
    if (clientId === undefined) return undefined;
    let connection = event === 'client.connected' ? undefined : this.#connections.get(clientId);
    // The one that was used longest ago goes first.
    this.#connections.delete(clientId);
    connection ??= {};
    if (event === 'client.disconnected') return connection;
    if (this.#connections.size >= MOST_CONNECTIONS) {
      const [oldest] = this.#connections.keys();
      if (oldest !== undefined) this.#connections.delete(oldest);
    }
    this.#connections.set(clientId, connection);
    return connection;
  }
}
