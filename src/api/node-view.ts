import { readFileSync } from 'node:fs';
import { freemem, loadavg, totalmem } from 'node:os';
import type { Node } from './contract.ts';
import type { ApiParts } from './parts.ts';

const maximumFiles = readMaximumFiles();

/** This node as `GET /nodes` shows it; the figures are those of the process and of its machine. */
export function nodeView({
  broker,
  clock,
  version,
  node,
}: Pick<ApiParts, 'broker' | 'clock' | 'version' | 'node'>): Node {
  const stats = broker.stats();
  const memory = readMemory();
  const [load1 = 0, load5 = 0, load15 = 0] = loadavg().map((load) => Math.round(load * 100) / 100);
  return {
    node,
    node_status: 'running',
    version,
    edition: 'Opensource',
    uptime: Math.max(0, clock.now() - broker.startedAt),
    connections: stats.sessions.count,
    live_connections: stats.liveConnections.count,
    cluster_sessions: stats.sessions.count,
    load1,
    load5,
    load15,
    memory_total: toMemoryText(memory.total),
    memory_used: toMemoryText(memory.used),
    // EMQX counts the processes of its virtual machine; here it is one.
    process_used: 1,
    process_available: 1,
    max_fds: maximumFiles,
    otp_release: `Node.js ${process.version}`,
    log_path: '',
    sys_path: '',
    role: 'core',
  };
}

/** Bytes for people, as EMQX prints them: `31.36G`, `512.00M`, `1.50K`, below that the plain number. */
export function toMemoryText(bytes: number): string {
  const units = [
    ['G', 1024 ** 3],
    ['M', 1024 ** 2],
    ['K', 1024],
  ] as const;
  for (const [unit, size] of units) if (bytes >= size) return `${(bytes / size).toFixed(2)}${unit}`;
  return String(bytes);
}

/** Bytes: of the container when there is a limit, otherwise of the machine. */
export function readMemory(): { total: number; used: number } {
  const limit = process.constrainedMemory();
  if (limit > 0 && limit < totalmem()) {
    return { total: limit, used: Math.max(0, limit - process.availableMemory()) };
  }
  return { total: totalmem(), used: totalmem() - freemem() };
}

/** 0 where the system does not tell. */
function readMaximumFiles(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return Number(soft ?? 0);
  } catch {
    return 0;
  }
}
