/**
 * `crowd.ts PORT CONNECTIONS`: many idle clients with wills in a process of their own, which the benchmark kills, so that
 * the kernel breaks all their connections at once. Prints one line when all are connected.
 */
import { LoadClient } from './load-client.ts';
import { openAll } from './opening.ts';
import { WriteTurn } from './write-turn.ts';

/** Where the wills arrive; each says by its payload whose it is. */
export const WILL_TOPIC = 'storm/left';

/** Payload: the number of the client. */
export function willOf(index: number): Buffer {
  const payload = Buffer.alloc(8);
  payload.writeUInt32LE(index, 0);
  return payload;
}

if (import.meta.main) {
  const [port = 0, connections = 0] = process.argv.slice(2).map(Number);
  const turn = new WriteTurn();
  await openAll(
    connections,
    (index) =>
      new LoadClient({
        port,
        clientId: `crowd-${index}`,
        turn,
        will: { topic: WILL_TOPIC, payload: willOf(index) },
        onLost: (reason) => {
          console.error(`client ${index} of the crowd was lost: ${reason}`);
          process.exit(1);
        },
      }),
  );
  console.log('connected');
}
