import type { ReceivedRequest } from '../http-receiver.ts';
import {
  type BotReply,
  BotSimulator,
  type BotSimulatorOptions,
  parseObject,
  SlidingWindow,
} from './bot-simulator.ts';

export interface Incident {
  readonly dedupKey: string;
  /** Of the first trigger: later ones do not change it. */
  readonly summary: string;
  status: 'triggered' | 'acknowledged' | 'resolved';
  /** How many events it is made of. */
  events: number;
}

const ACTIONS = ['trigger', 'acknowledge', 'resolve'];
const SEVERITIES = ['critical', 'error', 'warning', 'info'];

/** Events API v2 of PagerDuty, with one service behind it. */
export class PagerDutySimulator extends BotSimulator {
  /** Also those that are resolved, the oldest first. */
  readonly incidents: Incident[] = [];
  readonly #routingKey: string;
  readonly #window = new SlidingWindow(120, 60_000);

  constructor({ routingKey, ...options }: BotSimulatorOptions & { routingKey: string }) {
    super(options);
    this.#routingKey = routingKey;
  }

  get url(): string {
    return `${this.origin}/v2/enqueue`;
  }

  protected reply(request: ReceivedRequest): BotReply {
    if (request.method !== 'POST' || request.url !== '/v2/enqueue') return { status: 404, body: '' };
    if (Buffer.byteLength(request.body) > 512_000) return { status: 413, body: 'Request Entity Too Large' };
    const event = parseObject(request.body);
    if (!event) return invalid(['Event object is not JSON']);
    const errors = mistakesIn(event);
    if (errors.length > 0) return invalid(errors);
    if (event.routing_key !== this.#routingKey) return invalid(['Invalid routing key']);
    if (!this.#window.take(this.now())) return throttled;
    const dedupKey = String(event.dedup_key ?? `made-${this.incidents.length}`);
    this.#apply(String(event.event_action), dedupKey, event);
    return {
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: dedupKey },
      shows: {
        kind: String(event.event_action),
        text: String((event.payload as Record<string, unknown> | undefined)?.summary ?? ''),
        mentions: [],
        at: this.now(),
        body: event,
      },
    };
  }

  #apply(action: string, dedupKey: string, event: Record<string, unknown>): void {
    const open = this.incidents.find(
      (incident) => incident.dedupKey === dedupKey && incident.status !== 'resolved',
    );
    if (open) {
      open.events++;
      if (action === 'resolve') open.status = 'resolved';
      if (action === 'acknowledge') open.status = 'acknowledged';
    } else if (action === 'trigger') {
      const { summary } = event.payload as { summary: string };
      this.incidents.push({ dedupKey, summary, status: 'triggered', events: 1 });
    }
    // The other two without an open alert are accepted and dropped.
  }
}

const throttled: BotReply = {
  status: 429,
  body: {
    status: 'throttle exceeded',
    message: 'Requests for this service are arriving too quickly.  Please retry later.',
  },
};

function invalid(errors: readonly string[]): BotReply {
  return { status: 400, body: { status: 'invalid event', message: 'Event object is invalid', errors } };
}

function mistakesIn(event: Record<string, unknown>): string[] {
  const { routing_key, event_action, dedup_key, links, payload } = event;
  const errors: string[] = [];
  if (typeof routing_key !== 'string' || routing_key.length !== 32) {
    errors.push("Length of 'routing_key' is incorrect (should be 32 characters)");
  }
  if (!event_action) errors.push("'event_action' is missing or blank");
  else if (!ACTIONS.includes(String(event_action))) errors.push("'event_action' is invalid");
  if (event_action !== 'trigger' && !dedup_key) errors.push("'dedup_key' is missing or blank");
  if (typeof dedup_key === 'string' && dedup_key.length > 255) errors.push("'dedup_key' is too long");
  for (const link of Array.isArray(links) ? links : []) {
    if (typeof link?.href !== 'string') errors.push("'links.href' is missing");
  }
  if (event_action === 'trigger') errors.push(...mistakesInPayload(payload));
  return errors;
}

function mistakesInPayload(payload: unknown): string[] {
  if (typeof payload !== 'object' || payload === null) return ["'payload' is missing or blank"];
  const { summary, source, severity, timestamp } = payload as Record<string, unknown>;
  const errors: string[] = [];
  if (!summary) errors.push("'payload.summary' is missing or blank");
  if (typeof summary === 'string' && summary.length > 1024) errors.push("'payload.summary' is too long");
  if (!source) errors.push("'payload.source' is missing or blank");
  if (!SEVERITIES.includes(String(severity))) {
    errors.push(
      "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
    );
  }
  if (timestamp !== undefined && Number.isNaN(Date.parse(String(timestamp)))) {
    errors.push("'payload.timestamp' is invalid");
  }
  return errors;
}
