import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { authorize } from '../authentication/authentication.ts';
import type { Identity } from '../authentication/identity.ts';
import { view } from '../authentication/rights.ts';
import { PrometheusBody, PrometheusQuery, PrometheusSettings } from '../contract.ts';
import { sendJsonText } from '../json-text.ts';
import type { ApiParts } from '../parts.ts';
import { accessFamilies } from '../prometheus/access-families.ts';
import { dataIntegration, familiesOf, rowsOf } from '../prometheus/data-integration.ts';
import { DisconnectReasons } from '../prometheus/disconnect-reasons.ts';
import { type Family, TEXT_TYPE, toText } from '../prometheus/exposition.ts';
import { CpuUse, nodeFamilies } from '../prometheus/node-families.ts';
import { refusals } from '../refusals.ts';

const tags = ['Prometheus'];
const SETTINGS = 'prometheus';

/** What Prometheus fetches. Open to everybody unless `enable_basic_auth` is set, as in EMQX. */
export function prometheusRoutes(app: ApiApp, parts: ApiParts, identity: Identity): void {
  const { documents, listeners, broker, node } = parts;
  const cpu = new CpuUse();
  const disconnects = new DisconnectReasons(broker.events);
  const settings = (): PrometheusSettings => {
    const stored = PrometheusBody.safeParse(documents.get(SETTINGS, SETTINGS)?.body);
    const enable_basic_auth = stored.data?.enable_basic_auth ?? false;
    return { enable_basic_auth, push_gateway: { enable: false }, collectors: {} };
  };

  const pages = {
    stats: {
      summary: 'Figures of the broker for Prometheus',
      read() {
        const groups = nodeFamilies(parts, cpu);
        const certificates = certificateFamily();
        const reasons = disconnects.family();
        return {
          families: [...Object.values(groups).flat(), reasons, certificates],
          json: () => ({
            ...Object.fromEntries(
              Object.entries(groups).map(([name, families]) => [name, valuesOf(families)]),
            ),
            certs: samplesOf(certificates),
          }),
        };
      },
    },
    auth: {
      summary: 'Figures of authentication, authorization and bans for Prometheus',
      read() {
        const families = accessFamilies(parts);
        const json = () => Object.fromEntries(families.map((family) => [family.name, samplesOf(family)]));
        return { families, json };
      },
    },
    data_integration: {
      summary: 'Figures of rules, actions, connectors and deliveries for Prometheus',
      read() {
        const found = dataIntegration(parts);
        const json = () => ({
          data_integration_overview: valuesOf(found.overview),
          rules: rowsOf(found.rules),
          actions: rowsOf(found.actions),
          connectors: rowsOf(found.connectors),
          deliveries: Object.fromEntries(found.deliveries.map((family) => [family.name, samplesOf(family)])),
        });
        return { families: familiesOf(found), json };
      },
    },
  };

  for (const [name, { summary, read }] of Object.entries(pages)) {
    app.get(
      `/prometheus/${name}`,
      {
        schema: {
          tags,
          summary,
          security: [],
          querystring: PrometheusQuery,
          response: {
            200: {
              description: 'The text format, or JSON where `Accept` asks for it',
              content: {
                'text/plain': { schema: z.string() },
                'application/json': { schema: z.looseObject({}) },
              },
            },
            ...refusals(400, 401),
          },
        },
      },
      async (request, reply) => {
        if (settings().enable_basic_auth) authorize(request, view, identity);
        return answer(
          request,
          reply,
          read(),
          request.query.mode === 'all_nodes_unaggregated' ? { node } : {},
        );
      },
    );
  }

  app.get(
    '/prometheus',
    {
      schema: { tags, summary: 'Who may fetch figures', response: { 200: PrometheusSettings } },
    },
    settings,
  );

  app.put(
    '/prometheus',
    {
      schema: {
        tags,
        summary: 'Change who may fetch figures',
        body: PrometheusBody,
        response: { 200: PrometheusSettings, ...refusals(400) },
      },
    },
    ({ body }) => {
      documents.put(SETTINGS, SETTINGS, { enable_basic_auth: body.enable_basic_auth });
      return settings();
    },
  );

  function certificateFamily(): Family {
    return {
      name: 'emqx_cert_expiry_at',
      type: 'gauge',
      help: 'When the certificate of a listener ends: Unix seconds',
      samples: listeners
        .certificates()
        .filter(({ serverName }) => serverName === undefined)
        .map(({ listener, notAfter }) => {
          const [type = '', name = ''] = listener.split(':');
          return { labels: { listener_type: type, listener_name: name }, value: Math.floor(notAfter / 1000) };
        }),
    };
  }
}

function answer(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { families, json }: { families: readonly Family[]; json: () => object },
  labels: Readonly<Record<string, string>>,
): FastifyReply {
  if (headers.accept?.includes('application/json')) return sendJsonText(reply, JSON.stringify(json()));
  return reply.type(TEXT_TYPE).send(toText(families, labels));
}

function valuesOf(families: readonly Family[]): Record<string, number> {
  return Object.fromEntries(families.map(({ name, samples }) => [name, samples[0]?.value ?? 0]));
}

function samplesOf({ name, samples }: Family): Record<string, string | number>[] {
  return samples.map(({ labels, value }) => ({ ...labels, [name]: value }));
}
