import type { ActionMetrics, DeliveryOutcome, DeliveryQueue } from '../../delivery/door.ts';
import type { ApiParts } from '../parts.ts';
import type { Family, Sample } from './exposition.ts';
import { single } from './exposition.ts';

type Parts = Pick<ApiParts, 'rules' | 'actions' | 'connectors' | 'deliveryFigures'>;

/** Figures of things of one kind by their ids, in the order of the families. */
interface Table {
  readonly prefix: string;
  readonly what: string;
  /** Those that may fall. */
  readonly gauges: ReadonlySet<string>;
  readonly rows: readonly { id: string; figures: Readonly<Record<string, number>> }[];
}

/** The families of rules, actions and connectors by EMQX's names, and what EMQX has not: why deliveries end. */
export interface DataIntegration {
  readonly overview: readonly Family[];
  readonly rules: Table;
  readonly actions: Table;
  readonly connectors: Table;
  readonly deliveries: readonly Family[];
}

const RULE_FIGURES = [
  'matched',
  'passed',
  'failed',
  'failed.exception',
  'failed.no_result',
  'actions.total',
  'actions.success',
  'actions.failed',
  'actions.failed.out_of_service',
  'actions.failed.unknown',
  'actions.discarded',
] as const;

const ACTION_FIGURES = [
  'matched',
  'dropped',
  'success',
  'failed',
  'inflight',
  'received',
  'late_reply',
  'retried',
  'retried.success',
  'retried.failed',
  'queuing',
  'queuing_bytes',
  'dropped.other',
  'dropped.expired',
  'dropped.queue_full',
  'dropped.resource_not_found',
  'dropped.resource_stopped',
] as const satisfies readonly (keyof ActionMetrics)[];

export function dataIntegration({ rules, actions, connectors, deliveryFigures }: Parts): DataIntegration {
  const allRules = rules.list();
  const allActions = actions.list();
  const allConnectors = connectors.list();
  return {
    overview: [
      single('emqx_rules_count', 'gauge', 'Rules', allRules.length),
      single('emqx_actions_count', 'gauge', 'Actions', allActions.length),
      single('emqx_connectors_count', 'gauge', 'Connectors', allConnectors.length),
    ],
    rules: {
      prefix: 'emqx_rule_',
      what: 'rule',
      gauges: new Set(['enable']),
      rows: allRules.map(({ id, enable }) => {
        const metrics = rules.metrics(id)?.metrics;
        return { id, figures: { enable: Number(enable), ...pick(metrics ?? {}, RULE_FIGURES) } };
      }),
    },
    actions: {
      prefix: 'emqx_action_',
      what: 'action',
      gauges: new Set(['enable', 'status', 'inflight', 'queuing', 'queuing_bytes']),
      rows: allActions.map(({ type, name, enable, status }) => {
        const id = `${type}:${name}`;
        const { metrics } = actions.metrics(id);
        const isUp = Number(status === 'connected');
        return { id, figures: { enable: Number(enable), status: isUp, ...pick(metrics, ACTION_FIGURES) } };
      }),
    },
    connectors: {
      prefix: 'emqx_connector_',
      what: 'connector',
      gauges: new Set(['enable', 'status']),
      rows: allConnectors.map(({ type, name, enable, status }) => ({
        id: `${type}:${name}`,
        figures: { enable: Number(enable), status: Number(status === 'connected') },
      })),
    },
    deliveries: deliveryFamilies(deliveryFigures.outcomes(), deliveryFigures.queues()),
  };
}

export function familiesOf({ overview, rules, actions, connectors, deliveries }: DataIntegration): Family[] {
  return [...overview, ...[rules, actions, connectors].flatMap(tableFamilies), ...deliveries];
}

/** The JSON form: a row for each thing. */
export function rowsOf({ prefix, rows }: Table): Record<string, string | number>[] {
  return rows.map(({ id, figures }) => ({
    id,
    ...Object.fromEntries(Object.entries(figures).map(([name, value]) => [familyName(prefix, name), value])),
  }));
}

function tableFamilies({ prefix, what, gauges, rows }: Table): Family[] {
  return Object.keys(rows[0]?.figures ?? {}).map((name) => ({
    name: familyName(prefix, name),
    type: gauges.has(name) ? 'gauge' : 'counter',
    help: `${name} of each ${what}`,
    samples: rows.map(({ id, figures }) => ({ labels: { id }, value: figures[name] ?? 0 })),
  }));
}

function deliveryFamilies(outcomes: readonly DeliveryOutcome[], queues: readonly DeliveryQueue[]): Family[] {
  const gauge = (name: string, help: string, read: (queue: DeliveryQueue) => number): Family => ({
    name: `tocsin_delivery_${name}`,
    type: 'gauge',
    help,
    samples: queues.map((queue) => ({
      labels: { connector: queue.connector, action: queue.action },
      value: read(queue),
    })),
  });
  return [
    {
      name: 'tocsin_deliveries_total',
      type: 'counter',
      help: 'Deliveries by how they ended and why; retried: attempts that are repeated',
      samples: outcomes.map(
        ({ connector, action, result, reason, count }): Sample => ({
          labels: { connector, action, result, reason },
          value: count,
        }),
      ),
    },
    gauge('queue_depth', 'Deliveries that are not finished', ({ count }) => count),
    gauge('queue_bytes', 'Bytes of their requests', ({ bytes }) => bytes),
    gauge('inflight', 'Deliveries that are being sent', ({ inflight }) => inflight),
    gauge('oldest_waiting_seconds', 'How long the oldest of them has waited', ({ age }) => age / 1000),
  ];
}

function familyName(prefix: string, name: string): string {
  return `${prefix}${name.replaceAll('.', '_')}`;
}

function pick<Name extends string>(
  figures: Readonly<Partial<Record<Name, number>>>,
  names: readonly Name[],
): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, figures[name] ?? 0]));
}
