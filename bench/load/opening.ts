import type { LoadClient } from './load-client.ts';

/** A broker's listen backlog may be as short as 100: more handshakes at once would be answered a second later. */
const HANDSHAKES_AT_ONCE = 100;

/** Opens `count` connections, a bounded number at a time, and resolves with all of them; rejects with the first that fails. */
export async function openAll(count: number, open: (index: number) => LoadClient): Promise<LoadClient[]> {
  const clients: LoadClient[] = [];
  const worker = async (): Promise<void> => {
    while (clients.length < count) {
      const client = open(clients.length);
      clients.push(client);
      await client.opened;
    }
  };
  await Promise.all(Array.from({ length: HANDSHAKES_AT_ONCE }, worker));
  return clients;
}
