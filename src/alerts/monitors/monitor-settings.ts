import { z } from 'zod';
import { parseDuration } from '../../lib/duration.ts';
import { durationField } from '../../lib/zod-fields.ts';
import type { MonitorName } from '../../texts/monitor-texts.ts';
import { SEVERITIES, type Severity } from '../alert.ts';
import { AlertError } from '../alert-error.ts';
import { isTooOften, TOO_OFTEN } from '../senseless-settings.ts';
import { MONITOR_NAMES, type MonitorKind, monitorKinds } from './monitor-table.ts';
import type { PeerSettings } from './peers/peer-settings.ts';
import { readPeers } from './peers/peers.ts';
import { clearFor, describeForms, type Level, readLevel, writeLevel } from './threshold.ts';
import type { Bounds } from './watch.ts';

const channelName = z.string().min(1).max(512);
const channelNames = z.array(channelName).max(32);

const level = z.union([z.number(), z.string().min(1).max(64)]);

/** What somebody changed of a monitor; `null` takes the default again. */
export const monitorSchema = z.strictObject({
  enable: z.boolean().nullish(),
  severity: z.enum(SEVERITIES).nullish(),
  threshold: level.nullish(),
  clear_threshold: level.nullish(),
  window: durationField.nullish(),
  notify: z
    .union([
      channelNames,
      z.strictObject({
        critical: channelNames.default([]),
        warning: channelNames.default([]),
        info: channelNames.default([]),
      }),
    ])
    .nullish(),
  repeat: durationField.refine((text) => !isTooOften(text), TOO_OFTEN).nullish(),
  peers: z
    .array(z.unknown())
    .nullish()
    .meta({ description: 'Of peer_down: what is watched; all of them. See /monitors/peer_down/peers' }),
});

export type MonitorChange = z.output<typeof monitorSchema>;

type Kept<Value> = Exclude<Value, null | undefined>;

/** What is stored: only what is not as in the table. */
export type StoredMonitor = {
  [Member in Exclude<keyof MonitorChange, 'peers'>]?: Kept<MonitorChange[Member]>;
} & {
  peers?: readonly PeerSettings[];
};

/** The settings of a monitor as they hold. */
export interface MonitorSettings {
  readonly enable: boolean;
  readonly severity: Severity;
  readonly threshold: number | string;
  readonly clear_threshold: number | string;
  readonly window: number | string;
  /** Undefined: the channels of the alert settings. */
  readonly notify: StoredMonitor['notify'];
  readonly repeat: number | string | undefined;
}

/** Milliseconds: as far as a sum looks back. */
const LONGEST_WINDOW = 31 * 86_400_000;

/** One change over another: what it does not name stays, `null` is given up. @throws AlertError */
export function changed(name: MonitorName, stored: StoredMonitor, change: MonitorChange): StoredMonitor {
  const { peers, ...rest } = change;
  if (peers && name !== 'peer_down')
    throw new AlertError('BAD_REQUEST', `${name} has no peers: peer_down has`);
  const read = peers && readPeers(peers, stored.peers ?? []);
  const members = Object.entries({
    ...stored,
    ...withoutUndefined({ ...rest, peers: peers === null ? null : read }),
  });
  return Object.fromEntries(members.filter(([, value]) => value !== null)) as StoredMonitor;
}

function withoutUndefined(change: object): object {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/** @throws AlertError when a threshold or the window is none */
export function settingsOf(name: MonitorName, stored: StoredMonitor): MonitorSettings {
  const kind = monitorKinds[name];
  const threshold = stored.threshold ?? kind.threshold;
  const settings = {
    enable: stored.enable ?? true,
    severity: stored.severity ?? kind.severity,
    threshold,
    clear_threshold: stored.clear_threshold ?? usualClear(name, kind, threshold),
    window: stored.window ?? kind.window,
    notify: stored.notify,
    repeat: stored.repeat,
  };
  checkThresholds(name, kind, settings);
  checkWindow(name, kind, settings.window);
  return settings;
}

/** @throws AlertError */
export function boundsOf(name: MonitorName, settings: MonitorSettings): Bounds {
  const kind = monitorKinds[name];
  const window = windowOf(settings);
  return {
    direction: kind.direction,
    threshold: levelOf(name, kind, 'threshold', settings.threshold),
    clear: clearLevel(name, kind, settings.clear_threshold),
    raiseAfter: kind.measure === 'level' ? window : 0,
    clearAfter: kind.measure === 'level' || kind.measure === 'outage' ? window : 0,
  };
}

/** Milliseconds. */
export function windowOf({ window }: Pick<MonitorSettings, 'window'>): number {
  return parseDuration(window) ?? 0;
}

/** @throws AlertError */
export function nameOf(name: string): MonitorName {
  const found = MONITOR_NAMES.find((one) => one === name);
  if (found) return found;
  throw new AlertError(
    'NOT_FOUND',
    `there is no monitor ${name}: the monitors are ${MONITOR_NAMES.join(', ')}`,
  );
}

function usualClear(name: MonitorName, kind: MonitorKind, threshold: number | string): number | string {
  if (threshold === kind.threshold) return kind.clearThreshold;
  const usual = {
    threshold: levelOf(name, kind, 'threshold', kind.threshold),
    clear: clearLevel(name, kind, kind.clearThreshold),
  };
  return writeLevel(kind.forms, clearFor(levelOf(name, kind, 'threshold', threshold), usual));
}

function levelOf(name: MonitorName, kind: MonitorKind, member: string, written: number | string): Level {
  const read = readLevel(kind.forms, written);
  if (read) return read;
  throw new AlertError(
    'BAD_REQUEST',
    `${member} of ${name} is ${JSON.stringify(written)}: write ${describeForms(kind.forms)}`,
  );
}

/** It may be zero where the threshold may not. */
function clearLevel(name: MonitorName, kind: MonitorKind, written: number | string): Level {
  const forms = kind.direction === 'above' ? { ...kind.forms, least: 0 } : kind.forms;
  return levelOf(name, { ...kind, forms }, 'clear_threshold', written);
}

function checkThresholds(
  name: MonitorName,
  kind: MonitorKind,
  { threshold, clear_threshold }: Pick<MonitorSettings, 'threshold' | 'clear_threshold'>,
): void {
  const [raise, clear] = [
    levelOf(name, kind, 'threshold', threshold),
    clearLevel(name, kind, clear_threshold),
  ];
  if (raise.kind !== clear.kind) {
    throw new AlertError(
      'BAD_REQUEST',
      `threshold (${threshold}) and clear_threshold (${clear_threshold}) of ${name} cannot be compared: write both as a share, or both as an amount`,
    );
  }
  const isAbove = kind.direction === 'above';
  // As low as a threshold can be, there is nothing below it.
  const isRight = isAbove ? clear.amount < raise.amount || raise.amount === 0 : clear.amount > raise.amount;
  if (isRight) return;
  throw new AlertError(
    'BAD_REQUEST',
    `clear_threshold (${clear_threshold}) of ${name} must be ${isAbove ? 'below' : 'above'} threshold (${threshold}): it is raised ${isAbove ? 'from the threshold up' : 'from the threshold down'}, and over when the figure is back at clear_threshold. Change both, or leave clear_threshold out`,
  );
}

function checkWindow(name: MonitorName, kind: MonitorKind, written: number | string): void {
  const window = parseDuration(written) ?? 0;
  const looksBack = kind.measure === 'sum' || kind.measure === 'rate' || kind.measure === 'peak';
  const least = looksBack ? 1000 : 0;
  if (window >= least && window <= LONGEST_WINDOW) return;
  throw new AlertError(
    'BAD_REQUEST',
    `window of ${name} is ${written}: write a duration from ${least === 0 ? '0s' : '1s'} to 31d`,
  );
}
