import type { RequestView } from '../../connectors/connector.ts';
import type { RenderWarning } from '../action-kinds/action-kind.ts';
import type { ActionMetrics } from './action-metrics.ts';
import { splitId } from './resource-id.ts';
import type { NodeStatusView, Status } from './status.ts';

/** The configuration with its defaults and without its secrets, and how it goes; the API's answer as it is. */
export interface ActionView {
  [setting: string]: unknown;
  type: string;
  name: string;
  connector: string;
  enable: boolean;
  status: Status;
  status_reason?: string;
  node_status: NodeStatusView[];
  /** Ids of the rules that use it. */
  rules: string[];
  /** Unix milliseconds. */
  created_at: number;
  last_modified_at: number;
}

/** What an action would send for a row. */
export interface ActionPreview {
  /** `http:wecom` */
  connector: string;
  status: Status;
  /** Of the status. */
  reason: string | undefined;
  /** Why nothing would be sent; undefined when it would, if later. */
  skipped: 'action_disabled' | 'connector_disabled' | 'connector_missing' | undefined;
  /** Without secrets; undefined when there is no connector. */
  request: RequestView | undefined;
  warnings: readonly RenderWarning[];
}

/** The fields of `GET /actions_summary`. */
const SUMMARY_FIELDS = [
  'type',
  'name',
  'enable',
  'description',
  'tags',
  'created_at',
  'last_modified_at',
  'status',
  'status_reason',
  'node_status',
  'rules',
] as const;

/** @param referring ids of the actions whose fallback it is */
export function summarize(view: ActionView, referring: readonly string[] = []): Record<string, unknown> {
  const fields = SUMMARY_FIELDS.filter((field) => field in view).map((field) => [field, view[field]]);
  return { ...Object.fromEntries(fields), referenced_as_fallback_action_by: referring.map(splitId) };
}

export interface NodeMetricsView {
  metrics: ActionMetrics;
  node_metrics: { node: string; metrics: ActionMetrics }[];
}

/** What the rule engine, one floor up, tells about itself. */
export interface RuleReferences {
  /** Ids of the rules that use the action. */
  using(action: string): string[];
  /** Takes the action out of all rules. */
  forget(action: string): void;
}
