import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import {
  FigureHistoryQuery,
  FigureSample,
  NodePath,
  Nothing,
  PresentFigures,
  PresentFiguresOfNode,
} from '../contract.ts';
import { presentFigures, sampleJson, withoutGaps } from '../figure-view.ts';
import { checkNode } from '../node-check.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Figures'];

export function figureHistoryRoutes(app: ApiApp, parts: ApiParts): void {
  const { figures, node } = parts;

  const history = ({ latest, step }: z.output<typeof FigureHistoryQuery>) => {
    const samples = figures.samples(latest, step);
    // With a step of its own a chart shows a gap where nothing ran.
    return (step === undefined ? withoutGaps(samples) : samples).map(sampleJson);
  };

  app.get(
    '/monitor',
    {
      schema: {
        tags,
        summary: 'The figures of the last 30 days: every 10 s for an hour, coarser before',
        querystring: FigureHistoryQuery,
        response: { 200: z.array(FigureSample), ...refusals(400) },
      },
    },
    ({ query }) => history(query),
  );

  app.get(
    '/monitor/nodes/:node',
    {
      schema: {
        tags,
        summary: 'The same of a node',
        params: NodePath,
        querystring: FigureHistoryQuery,
        response: { 200: z.array(FigureSample), ...refusals(400, 404) },
      },
    },
    ({ params, query }) => {
      checkNode(params.node, node);
      return history(query);
    },
  );

  app.delete(
    '/monitor',
    { schema: { tags, summary: 'Forget the figures of the past', response: { 204: Nothing } } },
    (_request, reply) => {
      figures.clear();
      return reply.code(204).send();
    },
  );

  app.get(
    '/monitor_current',
    {
      schema: {
        tags,
        summary: 'How it is now: gauges, and rates per second since the last sample',
        response: { 200: PresentFigures },
      },
    },
    () => {
      const { node_uptime: _, ...figuresNow } = presentFigures(parts);
      return { ...figuresNow, subscriptions_durable: 0, disconnected_durable_sessions: 0 };
    },
  );

  app.get(
    '/monitor_current/nodes/:node',
    {
      schema: {
        tags,
        summary: 'The same of a node',
        params: NodePath,
        response: { 200: PresentFiguresOfNode, ...refusals(404) },
      },
    },
    ({ params }) => {
      checkNode(params.node, node);
      return presentFigures(parts);
    },
  );
}
