import type { AlertPolicy } from '../alert-book.ts';
import { PLAIN } from '../book/plain-policy.ts';
import type { PipelineSettings } from '../pipeline-settings.ts';
import { quietTimeOf } from './channels/routing.ts';
import type { Thread } from './thread.ts';
import { type Why, whyNotify } from './why-notify.ts';

/** What is under way is waited for. */
const UNDER_WAY: Why = { reason: 'none', until: undefined };

/** Hours may be changed: what waits for them is looked at every now and then. */
const LOOK = 60_000;

/** Why a channel is told of a group now, as things are. */
export function whyOf(
  thread: Thread,
  policy: AlertPolicy | undefined,
  settings: PipelineSettings,
  now: number,
): Why {
  if (thread.inFlight > 0) return UNDER_WAY;
  const quiet = quietUntil(thread, policy, settings, now);
  if (quiet !== undefined) return { reason: 'none', until: Math.min(quiet, now + LOOK) };
  const { opened, changed, told, attended, worse, over, acknowledged, desk, group } = thread;
  return whyNotify({
    now,
    window: (policy ?? PLAIN).group.window,
    toldOpen: told.size,
    unattended: told.size - attended.size,
    opened: opened.size + changed.size,
    openedSince: thread.openedSince,
    soon: opened.size > 0 ? group.soonUntil(now) : undefined,
    worse: worse.size,
    acknowledged: acknowledged.size,
    over: over.size,
    overSince: thread.overSince,
    endsSingly: desk.staysOpen,
    openedToldAt: thread.openedToldAt,
    toldAt: thread.toldAt,
    repeat: desk.staysOpen ? undefined : policy?.repeat,
  });
}

/** Programs are told at any hour, and what stays open is ended at any hour. */
function quietUntil(
  thread: Thread,
  policy: AlertPolicy | undefined,
  { quiet_hours: quietHours }: PipelineSettings,
  now: number,
): number | undefined {
  const { desk } = thread;
  thread.isGated = false;
  if (desk.isProgram || (!policy?.hours && !quietHours)) return undefined;
  if (desk.staysOpen && (thread.over.size > 0 || thread.acknowledged.size > 0)) return undefined;
  const severity = thread.owes || thread.told.size === 0 ? thread.severity : thread.toldSeverity;
  const quiet = quietTimeOf(severity, policy?.hours, quietHours, now);
  if (!quiet) return undefined;
  thread.isGated = true;
  if (thread.owes) thread.quietFrom ??= quiet.from;
  return quiet.until;
}

/** The hours that kept it quiet, if they did: told once. */
export function takeQuietTime(thread: Thread, now: number): { from: number; to: number } | undefined {
  const from = thread.quietFrom;
  thread.quietFrom = undefined;
  return from === undefined ? undefined : { from, to: now };
}
