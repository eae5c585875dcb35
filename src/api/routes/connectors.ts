import { z } from 'zod';
import { connectorDraftSchema, describeTypes } from '../../delivery/door.ts';
import type { ApiApp } from '../api-app.ts';
import {
  ActionMetrics,
  Connector,
  ConnectorBody,
  ConnectorSummary,
  ConnectorType,
  ConnectorVerdict,
  EnablePath,
  NodeOperationPath,
  Nothing,
  OperationPath,
  ResourcePath,
  SettingsBody,
  TestMessageBody,
} from '../contract.ts';
import { describedAs } from '../described-body.ts';
import { checkNode } from '../node-check.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';
import { recoveryView } from './recoveries.ts';

const tags = ['Connectors'];
const draft = describedAs(ConnectorBody, 'NewConnector', connectorDraftSchema);

export function connectorRoutes(
  app: ApiApp,
  { connectors, actions, deliveries, node }: Pick<ApiParts, 'connectors' | 'actions' | 'deliveries' | 'node'>,
): void {
  app.get(
    '/connectors',
    { schema: { tags, summary: 'All connectors', response: { 200: z.array(Connector) } } },
    () => connectors.list(),
  );

  app.post(
    '/connectors',
    {
      schema: {
        tags,
        summary: 'Create a connector; waits for its first attempt to connect',
        body: draft,
        response: { 201: Connector, ...refusals(400) },
      },
    },
    async (request, reply) => reply.code(201).send(await connectors.create(request.body)),
  );

  app.get(
    '/connectors/:id',
    {
      schema: {
        tags,
        summary: 'One connector',
        params: ResourcePath,
        response: { 200: Connector, ...refusals(404) },
      },
    },
    (request) => connectors.get(request.params.id),
  );

  app.put(
    '/connectors/:id',
    {
      schema: {
        tags,
        summary: 'Replace the settings of a connector',
        params: ResourcePath,
        body: SettingsBody,
        response: { 200: Connector, ...refusals(400, 404) },
      },
    },
    (request) => connectors.update(request.params.id, request.body),
  );

  app.delete(
    '/connectors/:id',
    {
      schema: {
        tags,
        summary: 'Delete a connector that no action uses',
        params: ResourcePath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      await connectors.delete(request.params.id);
      return reply.code(204).send();
    },
  );

  app.put(
    '/connectors/:id/enable/:enable',
    {
      schema: {
        tags,
        summary: 'Switch a connector on or off',
        params: EnablePath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      await connectors.setEnabled(request.params.id, request.params.enable === 'true');
      return reply.code(204).send();
    },
  );

  app.post(
    '/connectors/:id/:operation',
    {
      schema: {
        tags,
        summary: 'Start a connector, or connect it anew',
        params: OperationPath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      await connectors.start(request.params.id);
      return reply.code(204).send();
    },
  );

  app.post(
    '/nodes/:node/connectors/:id/:operation',
    {
      schema: {
        tags,
        summary: 'Start a connector on one node',
        params: NodeOperationPath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      checkNode(request.params.node, node);
      await connectors.start(request.params.id);
      return reply.code(204).send();
    },
  );

  app.post(
    '/connectors/:id/test',
    {
      schema: {
        tags,
        summary:
          'Send a test message to a channel, or reach anything else, and tell what the other side said',
        params: ResourcePath,
        body: TestMessageBody,
        response: { 200: ConnectorVerdict, ...refusals(400, 404) },
      },
    },
    (request) => connectors.test(request.params.id, request.body ?? {}),
  );

  app.post(
    '/connectors_probe',
    {
      schema: {
        tags,
        summary: 'Try settings without storing them; a channel is sent a test message',
        body: draft,
        response: { 200: ConnectorVerdict, 204: Nothing, ...refusals(400) },
      },
    },
    async (request, reply) => {
      const verdict = await connectors.probe(request.body);
      return verdict.result === 'delivered' ? verdict : reply.code(204).send();
    },
  );

  app.get(
    '/connectors/:id/metrics',
    {
      schema: {
        tags,
        summary: 'What the actions of a connector did, together',
        params: ResourcePath,
        response: { 200: ActionMetrics, ...refusals(404) },
      },
    },
    ({ params }) => actions.metricsOfConnector(params.id),
  );

  app.get(
    '/connectors_summary',
    {
      schema: {
        tags,
        summary:
          'How it goes with each connector, its limits, its last test and its recovery, without its settings',
        response: { 200: z.array(ConnectorSummary) },
      },
    },
    () =>
      connectors.summary().map((summary) => {
        const { id } = summary;
        const isRecovering = deliveries.isRecovering(id);
        return summaryView(summary, isRecovering ? recoveryView(deliveries.recovery(id)) : null);
      }),
  );

  app.get(
    '/connector_types',
    {
      schema: {
        tags,
        summary: 'The types of connectors that there are, with the JSON Schemas of their settings',
        response: { 200: z.array(ConnectorType) },
      },
    },
    () => [...describeTypes()],
  );
}

function summaryView(
  {
    reason,
    perMinute,
    perSecond,
    lastMinute,
    heldUntil,
    lastTest,
    ...summary
  }: ReturnType<ApiParts['connectors']['summary']>[number],
  recovery: ConnectorSummary['recovery'],
): ConnectorSummary {
  return {
    ...summary,
    ...(reason !== undefined && { status_reason: reason }),
    limits: { per_minute: perMinute ?? null, per_second: perSecond ?? null },
    last_minute: lastMinute,
    held_until: heldUntil === undefined ? null : toTimestamp(heldUntil),
    last_test: lastTest ? { at: toTimestamp(lastTest.at), ok: lastTest.ok } : null,
    recovery,
  };
}
