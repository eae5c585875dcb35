import { readFileSync, readSync } from 'node:fs';

/** Milliseconds between two looks at an input that has nothing yet. */
const PAUSE = 10;
const CHUNK = 65_536;

/** What a file has that a call names, or standard input for `-`. @throws the system's error */
export function readGiven(file: string): Buffer {
  return file === '-' ? readStandardInput() : readFileSync(file);
}

/**
 * To its end. Node opens a pipe so that reading never waits: `readFileSync(0)` fails with EAGAIN when who writes is slower
 * than this program starts.
 */
function readStandardInput(): Buffer {
  const chunks: Buffer[] = [];
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    try {
      const read = readSync(0, chunk);
      if (read === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, read));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // So Windows says that a pipe is at its end.
      if (code === 'EOF') return Buffer.concat(chunks);
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(clock, 0, 0, PAUSE);
    }
  }
}
