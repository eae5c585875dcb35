import type { Client, Ending } from './client.ts';

/** A connection is closed whose CONNECT got no answer that events tell of. */
export function tellRefused(
  { broker, connection, listener: { id: listener } }: Client,
  { reason, reasonString: sentence }: Ending,
): void {
  const port = broker.events['connection.refused'];
  if (!port.wanted) return;
  const { remoteAddress: peerHost, remotePort: peerPort } = connection.transport;
  const at = broker.clock.now();
  port.emit({ name: 'connection.refused', at, reason, sentence, peerHost, peerPort, listener });
}
