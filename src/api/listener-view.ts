import type { CertificateView, ListenerView } from '../broker/door.ts';
import type {
  Certificate,
  Listener,
  ListenerStatus,
  ListenerSummary,
  ListenerTypeStatus,
} from './contract.ts';
import { toTimestamp } from './timestamps.ts';

/** Of EMQX; there is no such thing here, and scripts that read it expect a number. */
const ACCEPTORS = 16;

export function listenerSummary(view: ListenerView, node: string): ListenerSummary {
  const { id, type, name, settings, address = null } = view;
  const { enable, bind, acceptors = ACCEPTORS } = settings;
  return { id, type, name, enable, bind, address, acceptors, number: 1, ...statusIn(node, statusOf(view)) };
}

export function listenerInFull(view: ListenerView, node: string): Listener {
  const { id, type, name, settings, running, currentConnections, address, refused, certificates } = view;
  return {
    acceptors: ACCEPTORS,
    zone: 'default',
    ...settings,
    id,
    type,
    name,
    running,
    current_connections: currentConnections,
    address: address ?? null,
    ...statusIn(node, statusOf(view)),
    refused: { ...refused },
    certificates: certificates.map(certificateAnswer),
  };
}

export function certificateAnswer(view: CertificateView): Certificate {
  return {
    listener: view.listener,
    server_name: view.serverName ?? null,
    file: view.file,
    subject: view.subject,
    issuer: view.issuer,
    not_before: toTimestamp(view.notBefore),
    not_after: toTimestamp(view.notAfter),
    days_left: view.daysLeft,
    serial: view.serial,
    subject_alternative_names: [...view.alternativeNames],
    fingerprint: view.fingerprint,
  };
}

/** The listeners of each type together. */
export function listenerTypeStatuses(views: readonly ListenerView[], node: string): ListenerTypeStatus[] {
  return [...Map.groupBy(views, ({ type }) => type)].map(([type, those]) => {
    const statuses = those.map(statusOf);
    const maxima = statuses.map(({ max_connections }) => max_connections);
    const status: ListenerStatus = {
      running: statuses.every(({ running }) => running === statuses[0]?.running)
        ? statuses[0]?.running === true
        : 'inconsistent',
      max_connections: maxima.includes('infinity')
        ? 'infinity'
        : maxima.reduce<number>((sum, maximum) => sum + Number(maximum), 0),
      current_connections: statuses.reduce((sum, { current_connections: count }) => sum + count, 0),
    };
    const enable = those.some(({ settings }) => settings.enable);
    return { type, enable, ids: those.map(({ id }) => id), ...statusIn(node, status) };
  });
}

function statusOf({ running, settings, currentConnections }: ListenerView): ListenerStatus {
  return {
    running,
    max_connections: settings.max_connections,
    current_connections: currentConnections,
  };
}

function statusIn(node: string, status: ListenerStatus) {
  return { status, node_status: [{ node, status }] };
}
