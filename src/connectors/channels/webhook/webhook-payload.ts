import { fingerprint } from '../../../lib/fingerprint.ts';
import type { ChannelMessage } from '../channel-message.ts';

/** What a receiver is told of a message: the names of Alertmanager, which many already know. */
const STATUSES = { trigger: 'firing', acknowledge: 'acknowledged', resolve: 'resolved' } as const;

const TYPES = { trigger: 'alert.triggered', acknowledge: 'alert.acknowledged', resolve: 'alert.resolved' };

interface Told {
  id: string;
  /** When it happened, the same on all repeats: Unix milliseconds. */
  at: number;
}

/** `type`, `timestamp` and `data`, as the Standard Webhooks specification has them. */
export function standardPayload(message: ChannelMessage, { at }: Told) {
  const { title, text, markdown, severity, event = 'trigger', key, fields, links, mention, data } = message;
  return {
    type: TYPES[event],
    timestamp: new Date(at).toISOString(),
    data: {
      title,
      text: markdown ?? text,
      severity,
      status: STATUSES[event],
      key,
      fields: fields?.length ? fields : undefined,
      links: links?.length ? links : undefined,
      mention: mention?.length ? mention : undefined,
      row: data,
    },
  };
}

/** Of the row, what tells whom an alert is about; the rest describes it. */
const IDENTIFYING = new Set(['clientid', 'node', 'topic', 'username']);

/** What Alertmanager's own webhook sends, version "4", with one alert. */
export function alertmanagerPayload(message: ChannelMessage, { id, at }: Told) {
  const { title, text, markdown, severity, event = 'trigger', key = id, links = [] } = message;
  const members = scalarMembers(message);
  const labels = {
    ...Object.fromEntries(members.filter(([name]) => IDENTIFYING.has(name))),
    alertname: title ?? 'tocsin',
    ...(severity && { severity }),
  };
  const annotations = {
    ...Object.fromEntries(members.filter(([name]) => !IDENTIFYING.has(name))),
    summary: title ?? firstLine(markdown ?? text ?? ''),
    description: markdown ?? text ?? '',
  };
  const time = new Date(at).toISOString();
  const status = event === 'resolve' ? 'resolved' : 'firing';
  const generatorURL = links[0]?.url ?? '';
  return {
    version: '4',
    groupKey: key,
    truncatedAlerts: 0,
    status,
    receiver: 'tocsin',
    groupLabels: { alertname: labels.alertname },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: generatorURL,
    alerts: [
      {
        status,
        labels,
        annotations,
        startsAt: time,
        // What Go writes of no time, which Alertmanager sends for alerts that go on.
        endsAt: event === 'resolve' ? time : '0001-01-01T00:00:00Z',
        generatorURL,
        fingerprint: fingerprint(key).slice(0, 16),
      },
    ],
  };
}

/** Labels and annotations are texts. */
function scalarMembers({ data, fields = [] }: ChannelMessage): [name: string, value: string][] {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return fields.map(({ name, value }) => [name, value]);
  }
  return Object.entries(data).flatMap(([name, value]) =>
    value === null || typeof value === 'object' ? [] : [[name, String(value)]],
  );
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
