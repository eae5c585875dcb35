import { totalmem } from 'node:os';
import type { MemoryFigures } from './memory-in-use.ts';

/** Bytes that this process may have: of the container if there is one with a limit, else of the machine. */
export function availableMemory(): number {
  const constrained = process.constrainedMemory();
  const total = totalmem();
  return constrained > 0 && constrained < total ? constrained : total;
}

export function memoryOfProcess(): MemoryFigures {
  const { rss, heapTotal, heapUsed, arrayBuffers } = process.memoryUsage();
  heapLimit ??= process.getBuiltinModule('node:v8').getHeapStatistics().heap_size_limit;
  return { resident: rss, script: heapTotal + arrayBuffers, heapUsed, heapLimit };
}

let heapLimit: number | undefined;

let collector: (() => void) | undefined;

/** Frees what JavaScript no longer uses, at once; the milliseconds that it took. */
export function collectGarbage(): number {
  collector ??= findCollector();
  const begin = performance.now();
  collector();
  return performance.now() - begin;
}

/** Node.js has no other way to it: a context that is made while the flag is set has the function. */
function findCollector(): () => void {
  const v8 = process.getBuiltinModule('node:v8');
  v8.setFlagsFromString('--expose-gc');
  const collect: unknown = process.getBuiltinModule('node:vm').runInNewContext('globalThis.gc');
  v8.setFlagsFromString('--no-expose-gc');
  if (typeof collect !== 'function') return () => {};
  return () => {
    collect();
    // Buffers are freed by other threads, which a second, small collection waits for.
    collect({ type: 'minor' });
  };
}
