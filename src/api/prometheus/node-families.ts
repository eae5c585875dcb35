import { cpus, freemem, totalmem } from 'node:os';
import { namedStats } from '../../broker/door.ts';
import { metricsFigures } from '../figures.ts';
import type { ApiParts } from '../parts.ts';
import { type Family, single } from './exposition.ts';

/** Families by the group that they have in the JSON form. */
export type Groups = Readonly<Record<string, readonly Family[]>>;

/** EMQX's groups, by how the names of counters begin. */
const GROUPS: readonly (readonly [prefix: string, group: string])[] = [
  ['bytes.', 'metrics'],
  ['packets.', 'packets'],
  ['messages.', 'messages'],
  ['delivery.', 'delivery'],
  ['client.', 'client'],
  ['session.', 'session'],
  ['overload_protection.', 'olp'],
  ['authorization.', 'acl'],
  ['authentication.', 'authn'],
];

/** The broker's own: gauges of `GET /stats`, counters of `GET /metrics`, and the machine. */
export function nodeFamilies(parts: Pick<ApiParts, 'broker' | 'rules'>, cpu: CpuUse): Groups {
  const groups: Record<string, Family[]> = {
    stats: Object.entries(namedStats(parts.broker.stats())).map(([name, value]) =>
      single(familyName(name), 'gauge', name, value),
    ),
    metrics: machineFamilies(cpu),
    packets: [],
    messages: [],
    delivery: [],
    client: [],
    session: [],
    cluster: [
      single('emqx_cluster_nodes_running', 'gauge', 'Nodes that run', 1),
      single('emqx_cluster_nodes_stopped', 'gauge', 'Nodes that do not', 0),
    ],
    olp: [],
    acl: [],
    authn: [],
  };
  for (const [name, value] of Object.entries(metricsFigures(parts))) {
    const group = GROUPS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? 'metrics';
    groups[group]?.push(single(familyName(name), isGauge(name) ? 'gauge' : 'counter', name, value));
  }
  const { broker } = parts;
  // What EMQX has here and not in `GET /metrics`.
  groups.messages?.push(
    single('emqx_messages_retained', 'gauge', 'Retained messages', broker.stats().retained.count),
    single(
      'emqx_messages_dropped_expired',
      'counter',
      'Always 0: what has expired is dropped at its receivers',
      0,
    ),
  );
  groups.stats?.push(
    single(
      'emqx_routes_count',
      'gauge',
      'emqx_topics_count, by the name that the dashboard in the source of EMQX asks for',
      broker.stats().topics.count,
    ),
  );
  groups.packets?.push(
    single(
      'emqx_packets_publish_dropped',
      'counter',
      'packets.publish.dropped',
      broker.metrics['messages.dropped.receive_maximum'],
    ),
  );
  return groups;
}

function machineFamilies(cpu: CpuUse): Family[] {
  const use = cpu.read();
  return [
    single('emqx_vm_cpu_use', 'gauge', 'Percent of the CPU of the machine in use since the last scrape', use),
    single(
      'emqx_vm_cpu_idle',
      'gauge',
      'Percent of the CPU of the machine not in use since the last scrape',
      100 - use,
    ),
    single('emqx_vm_run_queue', 'gauge', 'Always 0: there is no such queue', 0),
    single('emqx_vm_process_messages_in_queues', 'gauge', 'Always 0: there are no such processes', 0),
    single('emqx_vm_total_memory', 'gauge', 'Bytes of memory of the machine', totalmem()),
    single('emqx_vm_used_memory', 'gauge', 'Bytes of memory of the machine in use', totalmem() - freemem()),
    single(
      'tocsin_process_resident_memory_bytes',
      'gauge',
      'Memory of the process',
      process.memoryUsage.rss(),
    ),
  ];
}

/** `packets.connect.received` is the one whose name EMQX shortens. */
function familyName(name: string): string {
  return name === 'packets.connect.received' ? 'emqx_packets_connect' : `emqx_${name.replaceAll('.', '_')}`;
}

function isGauge(name: string): boolean {
  return name.endsWith('.max');
}

/** How busy the machine was between two looks. */
export class CpuUse {
  #busy = 0;
  #all = 0;

  /** Percent; since the machine started at the first look. */
  read(): number {
    let busy = 0;
    let all = 0;
    for (const { times } of cpus()) {
      const total = times.user + times.nice + times.sys + times.idle + times.irq;
      all += total;
      busy += total - times.idle;
    }
    const [newBusy, newAll] = [busy - this.#busy, all - this.#all];
    this.#busy = busy;
    this.#all = all;
    return newAll > 0 ? Math.round((newBusy / newAll) * 10_000) / 100 : 0;
  }
}
