import { useQuery } from '@tanstack/react-query';
import type { AlertSettings, Connector, Monitor, Page, Rule } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useActions } from './connector-queries.ts';

export interface Dependant {
  readonly kind: 'rule' | 'action' | 'source' | 'monitor' | 'settings';
  readonly id: string;
  /** What people call it. */
  readonly name: string;
}

const MANY = 10_000;

function useRules() {
  return useQuery({
    queryKey: ['rules', 'all'],
    queryFn: ({ signal }) => api.get<Page<Rule>>('/rules', { limit: MANY }, signal),
    select: ({ data }) => data,
  });
}

function useNotifySettings() {
  return useQuery({
    queryKey: ['alert_settings'],
    queryFn: ({ signal }) => api.get<AlertSettings>('/alert_settings', {}, signal),
  });
}

function useMonitors() {
  return useQuery({
    queryKey: ['monitors'],
    queryFn: ({ signal }) => api.get<{ data: Monitor[] } | Monitor[]>('/monitors', {}, signal),
    select: (answer) => (Array.isArray(answer) ? answer : answer.data),
  });
}

/** Who uses each connector: rules by their actions and by whom their alerts tell, monitors, and the settings of all alerts. */
export function useDependants(): (
  connector: Pick<Connector, 'type' | 'name' | 'actions' | 'sources'>,
) => Dependant[] {
  const { data: rules = [] } = useRules();
  const { data: actions = [] } = useActions();
  const { data: monitors = [] } = useMonitors();
  const { data: settings } = useNotifySettings();
  return ({ type, name, actions: own, sources }) => {
    const id = `${type}:${name}`;
    const isMeant = (notify: unknown) => namesIn(notify).some((one) => one === id || one === name);
    const ownActions = new Set(own.map((action) => `${type}:${action}`));
    const byAction = actions.filter((action) => ownActions.has(`${action.type}:${action.name}`));
    const ruleIds = new Set(byAction.flatMap((action) => action.rules));
    const users = rules.filter((rule) => ruleIds.has(rule.id) || isMeant(rule.alert?.notify));
    return [
      ...users.map((rule): Dependant => ({ kind: 'rule', id: rule.id, name: rule.name || rule.id })),
      ...own.map((action): Dependant => ({ kind: 'action', id: `${type}:${action}`, name: action })),
      ...sources.map((source): Dependant => ({ kind: 'source', id: `${type}:${source}`, name: source })),
      ...monitors
        .filter((monitor) => isMeant(monitor.notify))
        .map((monitor): Dependant => ({ kind: 'monitor', id: monitor.name, name: monitor.name })),
      ...(isMeant(settings?.notify) || isMeant(settings?.morning_report?.notify)
        ? [{ kind: 'settings' as const, id: 'alert_settings', name: 'alert_settings' }]
        : []),
    ];
  };
}

/** The channels that are named: for all alerts, or per severity. */
function namesIn(notify: unknown): readonly unknown[] {
  if (Array.isArray(notify)) return notify;
  return typeof notify === 'object' && notify !== null ? Object.values(notify).flat() : [];
}
