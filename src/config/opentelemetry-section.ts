import { z } from 'zod';
import { duration, flag, integer, number, password, taking } from './config-fields.ts';

const url = () =>
  taking(
    z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)),
    { kind: 'url' },
  );

const exporter = z.strictObject({
  endpoint: url()
    .prefault('http://localhost:4318')
    .describe('Where a collector takes OTLP over HTTP; without a path, /v1/traces is added'),
  authorization: password(z.string().min(1).max(4096))
    .optional()
    .describe('Header authorization of these requests, such as Bearer and a token'),
});

const traces = z.strictObject({
  enable: flag()
    .prefault(false)
    .describe(
      'Whether spans are sent of events, of the rules that hear them and of the deliveries that follow',
    ),
  sample_ratio: number(0, 1).prefault(1).describe('Part of the traces that begin here: 0.1 for a tenth'),
  follow_traceparent: flag()
    .prefault(true)
    .describe(
      'Whether the user property traceparent of a PUBLISH (MQTT 5) names the trace, and says whether it is sampled',
    ),
  max_queue_size: integer(1, 1_000_000)
    .prefault(2048)
    .describe('Spans that wait to be sent; further ones are dropped and counted'),
  scheduled_delay: duration('100ms', '10m').prefault('5s').describe('Time between two requests'),
  exporting_timeout: duration('100ms', '10m').prefault('30s').describe('How long a request may take'),
});

export const opentelemetry = z.strictObject({
  exporter: exporter.prefault({}),
  traces: traces.prefault({}),
});
