import type { Config } from './config/config.ts';
import { type Delivery, requestOutside } from './delivery/door.ts';
import type { Clock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import { otlpJson } from './lib/spans/span.ts';
import { SpanExporter, type SpanFigures } from './lib/spans/span-exporter.ts';
import { Tracer } from './lib/spans/tracer.ts';
import { RuleSpans } from './rules/door.ts';

interface SpanSurroundings {
  readonly config: Config;
  readonly version: string;
  readonly outbox: Delivery['outbox'];
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface OpenedSpans {
  readonly tracer: Tracer;
  readonly ofRules: RuleSpans;
  figures(): SpanFigures;
  /** Sends what has ended. */
  stop(): Promise<void>;
}

/** Spans of events, rules and deliveries go to the collector of the configuration (OTLP/HTTP, JSON). */
export function openSpans({ config, version, outbox, clock, logger }: SpanSurroundings): OpenedSpans {
  const { exporter: place, traces } = config.opentelemetry;
  const url = new URL(place.endpoint);
  if (url.pathname === '/') url.pathname = '/v1/traces';
  const resource = {
    'service.name': 'tocsin',
    'service.version': version,
    'service.instance.id': config.node.name,
  };
  const exporter = new SpanExporter({
    maximum: traces.max_queue_size,
    interval: traces.scheduled_delay,
    clock,
    logger,
    send: (spans) =>
      requestOutside({
        url: url.href,
        method: 'POST',
        timeout: traces.exporting_timeout,
        headers: {
          'content-type': 'application/json',
          ...(place.authorization !== undefined && { authorization: place.authorization }),
        },
        body: otlpJson(spans, resource, version),
      }),
  });
  const tracer = new Tracer({ ratio: traces.sample_ratio, clock, exporter });
  outbox.events.on('settled', ({ delivery, outcome, reason, attempts }) => {
    if (delivery !== undefined) tracer.settled(delivery, outcome, reason, attempts);
  });
  return {
    tracer,
    ofRules: new RuleSpans({ tracer, followsParent: traces.follow_traceparent }),
    figures: () => exporter.figures,
    async stop() {
      tracer.stop();
      await exporter.stop();
    },
  };
}
