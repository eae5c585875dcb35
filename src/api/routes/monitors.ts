import { z } from 'zod';
import { type MonitorView, monitorSchema, peerSettings } from '../../alerts/door.ts';
import type { ApiApp } from '../api-app.ts';
import { Monitor, MonitorBody, MonitorPath, MonitorPeer, Nothing, PeerPath } from '../contract.ts';
import { describedAs } from '../described-body.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Monitors'];
const change = describedAs(
  MonitorBody,
  'MonitorChange',
  monitorSchema.meta({
    examples: [
      { threshold: 5000, clear_threshold: 4500, window: '30s', severity: 'critical', notify: ['wecom:ops'] },
    ],
  }),
);

export function monitorRoutes(app: ApiApp, { monitors }: Pick<ApiParts, 'monitors'>): void {
  app.get(
    '/monitors',
    {
      schema: {
        tags,
        summary: 'What is watched, with the present figures',
        response: { 200: z.array(Monitor) },
      },
    },
    () => monitors.list().map(toMonitor),
  );

  app.get(
    '/monitors/:name',
    {
      schema: {
        tags,
        summary: 'One monitor',
        params: MonitorPath,
        response: { 200: Monitor, ...refusals(404) },
      },
    },
    ({ params }) => toMonitor(monitors.get(params.name)),
  );

  app.put(
    '/monitors/:name',
    {
      schema: {
        tags,
        summary: 'Change settings of a monitor, from now on; null takes the default again',
        params: MonitorPath,
        body: change,
        response: { 200: Monitor, ...refusals(400, 404) },
      },
    },
    ({ params, body }) => toMonitor(monitors.update(params.name, body)),
  );
  peerRoutes(app, monitors);
}

const peerBody = describedAs(
  MonitorBody,
  'NewMonitorPeer',
  peerSettings.meta({
    examples: [
      { name: 'erp', type: 'http', url: 'https://erp.example.com/health', every: '10s', timeout: '5s' },
    ],
  }),
);

function peerRoutes(app: ApiApp, monitors: ApiParts['monitors']): void {
  app.get(
    '/monitors/peer_down/peers',
    { schema: { tags, summary: 'The peers that are watched', response: { 200: z.array(MonitorPeer) } } },
    () => [...monitors.peers()],
  );

  app.post(
    '/monitors/peer_down/peers',
    {
      schema: {
        tags,
        summary: 'Watch a peer',
        body: peerBody,
        response: { 201: MonitorPeer, ...refusals(400, 409) },
      },
    },
    async ({ body }, reply) => reply.code(201).send(monitors.addPeer(body)),
  );

  app.get(
    '/monitors/peer_down/peers/:peer',
    {
      schema: {
        tags,
        summary: 'One of the peers that are watched',
        params: PeerPath,
        response: { 200: MonitorPeer, ...refusals(404) },
      },
    },
    ({ params }) => monitors.peer(params.peer),
  );

  app.put(
    '/monitors/peer_down/peers/:peer',
    {
      schema: {
        tags,
        summary: 'Watch a peer in another way',
        params: PeerPath,
        body: peerBody,
        response: { 200: MonitorPeer, ...refusals(400, 404) },
      },
    },
    ({ params, body }) => monitors.replacePeer(params.peer, body),
  );

  app.delete(
    '/monitors/peer_down/peers/:peer',
    {
      schema: {
        tags,
        summary: 'Watch a peer no longer; its alert ends',
        params: PeerPath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async ({ params }, reply) => {
      monitors.deletePeer(params.peer);
      return reply.code(204).send();
    },
  );
}

function toMonitor({ notify, repeat, watched, peers, ...view }: MonitorView): Monitor {
  return {
    ...view,
    ...(peers && { peers: [...peers] }),
    notify: notify ?? [],
    repeat: repeat ?? null,
    watched: watched.map(({ since, message, ...one }) => ({
      ...one,
      since: since === undefined ? null : toTimestamp(since),
      message: message ?? null,
    })),
  };
}
