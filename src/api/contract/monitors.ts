import { z } from 'zod';
import { fileMember, Timestamp } from './values.ts';

const Both = z.object({ en: z.string(), zh: z.string() });

const Severity = z.enum(['critical', 'warning', 'info']);

const Threshold = z
  .union([z.number(), z.string()])
  .meta({ description: 'A number, or as the monitor allows it: 80%, 100GB, 30s' });

const Notify = z.union([
  z.array(z.string()),
  z.object({ critical: z.array(z.string()), warning: z.array(z.string()), info: z.array(z.string()) }),
]);

export const MonitorPath = z.object({ name: z.string() });

/** Read where monitors are known. */
export const MonitorBody = z.looseObject({});

const WatchedState = z.enum(['ok', 'pending', 'active', 'dismissed']);

const WatchedThing = z
  .object({
    key: z.string().meta({ description: 'Of its alert; empty for a monitor of one thing' }),
    name: z.string(),
    value: z.number().nullable(),
    of: z.number().nullable().meta({ description: 'What the value is a part of, where that is known' }),
    state: WatchedState,
    since: Timestamp.nullable(),
    message: Both.nullable().meta({ description: 'While it is active' }),
  })
  .meta({ id: 'WatchedThing' });

export const MonitorPeer = z
  .looseObject({
    name: z.string(),
    type: z.enum(['tcp', 'tls', 'http', 'mqtt']),
    enable: z.boolean(),
    file: fileMember,
  })
  .meta({ id: 'MonitorPeer', description: 'A place that peer_down watches; secrets as ******' });
export type MonitorPeer = z.output<typeof MonitorPeer>;

export const PeerPath = z.object({ peer: z.string() });

export const Monitor = z
  .object({
    name: z.string(),
    title: Both,
    description: Both,
    advice: Both,
    enable: z.boolean(),
    severity: Severity,
    threshold: Threshold,
    clear_threshold: Threshold,
    window: z.union([z.string(), z.number()]),
    notify: Notify.meta({ description: 'Empty: the channels of the alert settings' }),
    repeat: z.union([z.string(), z.number()]).nullable(),
    unit: z.string(),
    direction: z.enum(['above', 'below']),
    alarm: z.string().meta({ description: 'The name of its alarm, or how it begins' }),
    defaults: z.object({
      severity: Severity,
      threshold: Threshold,
      clear_threshold: Threshold,
      window: z.union([z.string(), z.number()]),
    }),
    state: z.enum(['off', 'ok', 'pending', 'active', 'dismissed']).meta({
      description:
        'The worst of what it watches; dismissed: somebody ended the alert, and the figure is not back yet',
    }),
    value: z
      .number()
      .nullable()
      .meta({ description: 'The present figure; how many are active, for a monitor of several things' }),
    of: z.number().nullable(),
    watched: z.array(WatchedThing),
    file: fileMember,
    peers: z.array(MonitorPeer).optional().meta({ description: 'Of peer_down' }),
  })
  .meta({ id: 'Monitor' });
export type Monitor = z.output<typeof Monitor>;
