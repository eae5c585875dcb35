import { type MonitorName, monitorTexts } from '../../texts/monitor-texts.ts';
import type { Severity } from '../alert.ts';
import type { Monitor, Watched } from './monitor.ts';
import { type MonitorSettings, settingsOf } from './monitor-settings.ts';
import { monitorKinds } from './monitor-table.ts';
import type { PeerView } from './peers/peers.ts';

interface Both {
  readonly en: string;
  readonly zh: string;
}

type WatchedState = 'ok' | 'pending' | 'active' | 'dismissed';

/** One thing that a monitor watches, as the API shows it. Times are Unix milliseconds. */
export interface WatchedView {
  /** Empty for a monitor of one thing. */
  readonly key: string;
  readonly name: string;
  readonly value: number | null;
  /** What it is a part of, where that is known. */
  readonly of: number | null;
  readonly state: WatchedState;
  readonly since: number | undefined;
  /** While it is active. */
  readonly message: Both | undefined;
}

/** A monitor, as the API shows it. */
export interface MonitorView extends MonitorSettings {
  readonly name: MonitorName;
  readonly title: Both;
  readonly description: Both;
  readonly advice: Both;
  readonly unit: string;
  readonly direction: 'above' | 'below';
  /** The name of its alarm, or how it begins. */
  readonly alarm: string;
  readonly defaults: {
    readonly severity: Severity;
    readonly threshold: number | string;
    readonly clear_threshold: number | string;
    readonly window: number | string;
  };
  /** `off`, or that of the worst that it watches; `active` for what others raise. */
  readonly state: WatchedState | 'off';
  /** The figure of the only thing that it watches, else how many of them are active. */
  readonly value: number | null;
  readonly of: number | null;
  readonly watched: readonly WatchedView[];
  /** Of `peer_down`: their settings, without secrets. */
  readonly peers?: readonly PeerView[];
}

/** Of the answer, for those who send it back changed. */
const READ_ONLY = new Set([
  'title',
  'description',
  'advice',
  'unit',
  'direction',
  'alarm',
  'defaults',
  'state',
  'value',
  'of',
  'watched',
]);

const WORST_FIRST = ['active', 'pending', 'dismissed', 'ok'] as const;

/** @param told unresolved alerts of this monitor, for one whose alerts others raise */
export function viewOf(monitor: Monitor, now: number, told: number): MonitorView {
  const { name, settings } = monitor;
  const kind = monitorKinds[name];
  const both = (member: 'title' | 'description' | 'advice'): Both => ({
    en: monitorTexts.en[name][member],
    zh: monitorTexts.zh[name][member],
  });
  const watched = monitor.watched.map((one) => viewWatched(monitor, one, now));
  const states = new Set<WatchedState>(watched.map(({ state }) => state));
  if (kind.measure === 'told' && told > 0) states.add('active');
  const only = watched.find(({ key }) => key === '');
  const { threshold, clear_threshold, window, severity } = settingsOf(name, {});
  return {
    name,
    ...settings,
    title: both('title'),
    description: both('description'),
    advice: both('advice'),
    unit: kind.unit,
    direction: kind.direction,
    alarm: kind.alarm,
    defaults: { severity, threshold, clear_threshold, window },
    state: settings.enable ? (WORST_FIRST.find((state) => states.has(state)) ?? 'ok') : 'off',
    value: only
      ? only.value
      : kind.measure === 'told'
        ? told
        : watched.filter(({ state }) => state === 'active').length,
    of: only?.of ?? null,
    watched,
  };
}

function viewWatched(
  monitor: Monitor,
  { reading, state, raisedAt, isDismissed }: Watched,
  now: number,
): WatchedView {
  const { key, value, of } = reading;
  const isPending = !state.isActive && state.since !== undefined && state.since <= now;
  const active = isDismissed ? 'dismissed' : 'active';
  return {
    key,
    name: reading.name ?? key,
    value: Number.isNaN(value) ? null : Math.round(value * 100) / 100,
    of: of !== undefined && Number.isFinite(of) ? of : null,
    state: state.isActive ? active : isPending ? 'pending' : 'ok',
    since: state.isActive ? raisedAt : isPending ? state.since : undefined,
    message: state.isActive ? (monitor.messageOf(reading) as Both) : undefined,
  };
}

/** What a PUT sends, without what is only shown; its name is that of the path. */
export function withoutReadOnly(name: MonitorName, body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const members = Object.entries(body).filter(
    ([member, value]) => !READ_ONLY.has(member) && !(member === 'name' && value === name),
  );
  return Object.fromEntries(members);
}
