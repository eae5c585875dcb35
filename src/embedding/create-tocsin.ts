import type { Tocsin, TocsinOptions } from './tocsin-handle.ts';

/**
 * Starts everything that `tocsin start` does, in this process. Resolves when clients are let in and the API answers.
 * @throws Error with a sentence for settings that cannot be used, and for a port that is taken
 */
export async function createTocsin(options: TocsinOptions = {}): Promise<Tocsin> {
  const { openTocsin } = await import('./open-tocsin.ts');
  return openTocsin(options);
}
