import type { Client } from '../client.ts';

/**
 * Lets the further packets of a client that is not in yet wait until the verdict is there. Whoever is gone by then, or was
 * refused because it took too long, is not asked about any more.
 */
export function waitFor<Result>(
  client: Client,
  verdict: Promise<Result>,
  go: (result: Result) => void,
): void {
  client.phase = 'authenticating';
  client.holdAttentively();
  const goOn = (run: () => void): void => {
    if (client.phase !== 'authenticating') return;
    client.now = client.broker.clock.now();
    try {
      run();
    } catch (error) {
      client.onError(error);
    }
    // What has come to the next thing to wait for waits on.
    if (client.phase !== 'authenticating') client.release();
  };
  verdict.then(
    (result) => goOn(() => go(result)),
    (error: unknown) => goOn(() => client.onError(error)),
  );
}
