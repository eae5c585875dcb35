import { z } from 'zod';
import { namedStats } from '../../broker/door.ts';
import type { ApiApp } from '../api-app.ts';
import { Cluster, Figures, FiguresQuery, Node, NodeFigures, NodePath } from '../contract.ts';
import { metricsFigures } from '../figures.ts';
import { checkNode } from '../node-check.ts';
import { nodeView } from '../node-view.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Nodes'];
const FiguresAnswer = z.union([Figures, z.array(NodeFigures)]);

export function nodeRoutes(app: ApiApp, parts: ApiParts): void {
  const { broker, node } = parts;
  const stats = () => namedStats(broker.stats());
  const metrics = () => metricsFigures(parts);

  app.get(
    '/cluster',
    { schema: { tags, summary: 'The names of all nodes', response: { 200: Cluster } } },
    () => ({ name: node.split('@')[1] ?? node, nodes: [node], self: node }),
  );

  app.get('/nodes', { schema: { tags, summary: 'All nodes', response: { 200: z.array(Node) } } }, () => [
    nodeView(parts),
  ]);

  app.get(
    '/nodes/:node',
    { schema: { tags, summary: 'One node', params: NodePath, response: { 200: Node, ...refusals(404) } } },
    (request) => {
      checkNode(request.params.node, node);
      return nodeView(parts);
    },
  );

  for (const [name, read] of [
    ['stats', stats],
    ['metrics', metrics],
  ] as const) {
    app.get(
      `/nodes/:node/${name}`,
      {
        schema: {
          tags,
          summary: `The ${name} of a node`,
          params: NodePath,
          response: { 200: Figures, ...refusals(404) },
        },
      },
      (request) => {
        checkNode(request.params.node, node);
        return read();
      },
    );

    app.get(
      `/${name}`,
      {
        schema: {
          tags: ['Figures'],
          summary:
            name === 'stats'
              ? 'How many there are, and the most there were'
              : 'What was counted since the start',
          querystring: FiguresQuery,
          response: { 200: FiguresAnswer, ...refusals(400) },
        },
      },
      (request) => {
        if (request.query.aggregate) return read();
        const asked = request.query.node ?? node;
        return asked === node ? [{ node, ...read() }] : [];
      },
    );
  }
}
