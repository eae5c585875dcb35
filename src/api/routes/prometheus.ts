import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { authorize } from '../authentication/authentication.ts';
import type { Identity } from '../authentication/identity.ts';
import { view } from '../authentication/right.ts';
import { PrometheusBody, PrometheusQuery, PrometheusSettings } from '../contract.ts';
import { sendJsonText } from '../json-text.ts';
import type { ApiParts } from '../parts.ts';
import { accessFamilies } from '../prometheus/access-families.ts';
import { dataIntegration, familiesOf, rowsOf } from '../prometheus/data-integration.ts';
import { DisconnectReasons } from '../prometheus/disconnect-reasons.ts';
import { type Family, TEXT_TYPE, toText } from '../prometheus/exposition.ts';
import { CpuUse, nodeFamilies } from '../prometheus/node-families.ts';
import { AlertCounters, ownFamilies } from '../prometheus/own-families.ts';
import { topicFamilies } from '../prometheus/topic-families.ts';
import { refusals } from '../refusals.ts';

const tags = ['Prometheus'];
const SETTINGS = 'prometheus';

/** `node`, where it was asked for. */
type Labels = Readonly<Record<string, string>>;

/** What Prometheus fetches. Open to everybody unless `enable_basic_auth` is set, as in EMQX. */
export function prometheusRoutes(app: ApiApp, parts: ApiParts, identity: Identity): void {
  const { documents, listeners, broker, node } = parts;
  const cpu = new CpuUse();
  const disconnects = new DisconnectReasons(broker.events);
  const alertCounts = new AlertCounters(parts.alerts);
  const settings = (): PrometheusSettings => {
    const stored = PrometheusBody.safeParse(documents.get(SETTINGS, SETTINGS)?.body);
    const enable_basic_auth = stored.data?.enable_basic_auth ?? false;
    return { enable_basic_auth, push_gateway: { enable: false }, collectors: {} };
  };

  const pages = {
    stats: {
      summary: 'Figures of the broker for Prometheus',
      async read() {
        const groups = nodeFamilies(parts, cpu);
        const own = await ownFamilies(parts, alertCounts);
        const certificates = certificateFamily();
        const reasons = disconnects.family();
        return {
          families: [...Object.values(groups).flat(), reasons, certificates, ...own],
          json: (labels: Labels) => ({
            ...Object.fromEntries(
              Object.entries(groups).map(([name, families]) => [name, { ...labels, ...valuesOf(families) }]),
            ),
            certs: samplesOf(certificates, labels),
            disconnected_reasons: samplesOf(reasons, labels),
            tocsin: membersOf(own, labels),
          }),
        };
      },
    },
    auth: {
      summary: 'Figures of authentication, authorization and bans for Prometheus',
      async read() {
        const families = accessFamilies(parts);
        const json = (labels: Labels) => membersOf(families, labels);
        return { families, json };
      },
    },
    topic_metrics: {
      summary: 'Messages of single topics, which somebody asked to have counted, for Prometheus',
      async read() {
        const families = topicFamilies(broker.topicMetrics.list());
        return { families, json: (labels: Labels) => membersOf(families, labels) };
      },
    },
    data_integration: {
      summary: 'Figures of rules, actions, connectors and deliveries for Prometheus',
      async read() {
        const found = dataIntegration(parts);
        const rows = (table: (typeof found)['rules'], labels: Labels) =>
          rowsOf(table).map((row) => ({ ...labels, ...row }));
        const json = (labels: Labels) => ({
          data_integration_overview: { ...labels, ...valuesOf(found.overview) },
          rules: rows(found.rules, labels),
          actions: rows(found.actions, labels),
          connectors: rows(found.connectors, labels),
          deliveries: membersOf(found.deliveries, labels),
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
          await read(),
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
  { families, json }: { families: readonly Family[]; json: (labels: Labels) => object },
  labels: Labels,
): FastifyReply {
  if (headers.accept?.includes('application/json')) return sendJsonText(reply, JSON.stringify(json(labels)));
  return reply.type(TEXT_TYPE).send(toText(families, labels));
}

function valuesOf(families: readonly Family[]): Record<string, number> {
  return Object.fromEntries(families.map(({ name, samples }) => [name, samples[0]?.value ?? 0]));
}

function samplesOf({ name, samples }: Family, common: Labels): Record<string, string | number>[] {
  return samples.map(({ labels, value }) => ({ ...common, ...labels, [name]: value }));
}

function membersOf(families: readonly Family[], labels: Labels): Record<string, unknown> {
  return Object.fromEntries(families.map((family) => [family.name, samplesOf(family, labels)]));
}
