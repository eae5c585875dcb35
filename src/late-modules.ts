import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';

/** Milliseconds in which those who have waited for the ports are answered before anything else is begun. */
const HEAD_START = 30;

export async function headStart(): Promise<void> {
  await pause(HEAD_START);
}

/**
 * Loads the large packages of the rules, the connectors and the API, one per turn of the event loop. Loaded all at
 * once by the first who needs one, they would keep the clients that are connected by then waiting.
 * @param isServing whether the API listens
 */
export async function loadLateModules(isServing: boolean): Promise<void> {
  for (const load of [
    () => import('zod'),
    () => import('undici'),
    ...(isServing ? [() => import('fastify')] : []),
    () => import('./delivery/door.ts'),
    () => import('./rules/door.ts'),
    () => import('./open-journal.ts'),
    ...(isServing ? [() => import('./api/server.ts')] : []),
  ]) {
    await turn();
    await load();
  }
}
