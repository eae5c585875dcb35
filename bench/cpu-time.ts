import { readdirSync, readFileSync } from 'node:fs';

/** Linux reports `/proc/<pid>/stat` in ticks of USER_HZ, which is 100 on every architecture that Node runs on. */
const NANOSECONDS_PER_TICK = 1e7;

/**
 * CPU time that all threads of the process used so far, user and kernel, in nanoseconds. The scheduler's own account
 * is exact to one scheduler tick (1–4 ms); kernels built without it leave `/proc/<pid>/stat`, exact to 10 ms.
 * @throws Error without Linux' /proc, or when the process is gone
 */
export function cpuNanoseconds(pid: number): number {
  return scheduledNanoseconds(pid) ?? tickNanoseconds(pid);
}

/** The same of its first thread alone, which is the one that serves clients. @throws Error where the scheduler keeps no account */
export function mainThreadNanoseconds(pid: number): number {
  return Number.parseInt(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8'), 10);
}

/** First number of each thread's schedstat. A thread that ended takes its time with it; a broker's threads stay. */
function scheduledNanoseconds(pid: number): number | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const times = threads.map((thread) => {
      const schedstat = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8');
      return Number.parseInt(schedstat, 10);
    });
    const total = times.reduce((sum, time) => sum + time, 0);
    return total > 0 ? total : undefined;
  } catch {
    return undefined;
  }
}

function tickNanoseconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name in brackets, which may itself hold spaces and brackets; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * NANOSECONDS_PER_TICK;
}
