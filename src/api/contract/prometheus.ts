import { z } from 'zod';

export const PrometheusQuery = z.object({
  mode: z
    .enum(['node', 'all_nodes_aggregated', 'all_nodes_unaggregated'])
    .default('node')
    .meta({ description: 'all_nodes_unaggregated adds the label `node`; there is one node' }),
});

const pushGateway = z.looseObject({
  enable: z
    .literal(false, { error: 'nothing is pushed here: let Prometheus fetch /api/v5/prometheus/stats' })
    .optional(),
});

export const PrometheusBody = z
  .strictObject({
    enable_basic_auth: z.boolean().default(false),
    push_gateway: pushGateway.optional().meta({ description: 'Accepted while it is not enabled' }),
    collectors: z.looseObject({}).optional().meta({ description: 'Accepted, without effect' }),
  })
  .meta({ id: 'PrometheusDraft' });

export const PrometheusSettings = z
  .object({
    enable_basic_auth: z.boolean().meta({ description: 'Whether figures are for API keys and logins only' }),
    push_gateway: z.object({ enable: z.literal(false) }),
    collectors: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'PrometheusSettings' });
export type PrometheusSettings = z.output<typeof PrometheusSettings>;
