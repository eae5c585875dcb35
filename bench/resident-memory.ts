import { readFileSync } from 'node:fs';

/**
 * Resident memory of the process, in bytes.
 * @throws Error without Linux' /proc, or when the process is gone
 */
export function residentBytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kibibytes === undefined) throw new Error(`process ${pid} has no resident memory: it has ended`);
  return Number(kibibytes) * 1024;
}
