import type { JournalFigures, RecordedEvent } from '../../journal/door.ts';
import { formatDuration } from '../../lib/duration.ts';
import type { FromTarget } from '../event-topics.ts';
import { type BacktestGap, gap } from './backtest-gap.ts';
import { namesOf } from './recorded-hearing.ts';
import { coversFilter } from './topic-cover.ts';

/** Gaps of recording that are listed. */
const MOST_LISTED = 20;

const ALL_CHECKS = 'client.check_authz_complete';
const DENIALS = 'client.check_authz_complete.deny';
const MESSAGES = 'message.publish';

/** What is known of the journal before its events are read. */
export type KnownJournal = Pick<JournalFigures, 'settings' | 'oldest' | 'byKind'>;

interface Asked {
  readonly targets: readonly FromTarget[];
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

/** Where the recording does not have what is asked for. The settings are those of today. */
export function findGaps(journal: KnownJournal, { targets, from, to, now }: Asked): BacktestGap[] {
  const { settings, oldest } = journal;
  const gaps: BacktestGap[] = [];
  const kept = now - settings.retention;
  if (from < kept) {
    const until = Math.min(kept, to);
    gaps.push(gap('retention', { kept: formatDuration(settings.retention) }, { from, to: until }));
  }
  if (oldest === undefined) gaps.push(gap('empty', {}, { from, to }));
  else if (oldest > Math.max(from, kept))
    gaps.push(gap('begins', {}, { from: Math.max(from, kept), to: Math.min(oldest, to) }));
  return [...gaps, ...gapsOfKinds(journal, targets)];
}

/** What records say of events that are missing in between. @param hasMore there are more of these records */
export function lostEvents(records: readonly RecordedEvent[], hasMore: boolean): BacktestGap[] {
  const listed = records.slice(0, MOST_LISTED).map(({ at, columns }) => {
    const { count, reason, from, to } = JSON.parse(columns) as Record<string, unknown>;
    const about = { from: Number(from ?? at), to: Number(to ?? at), count: Number(count ?? 0) };
    return gap('lost', { count: about.count, reason: String(reason) }, about);
  });
  return hasMore || records.length > MOST_LISTED ? [...listed, gap('moreLost', {})] : listed;
}

function gapsOfKinds({ settings, byKind }: KnownJournal, targets: readonly FromTarget[]): BacktestGap[] {
  const recorded = new Set<string>(settings.kinds);
  const names = namesOf(targets).filter((name) => name !== MESSAGES && !recorded.has(name));
  const hasDenials = recorded.has(DENIALS);
  const off = names.filter((name) => name !== ALL_CHECKS || !hasDenials);
  const gaps: BacktestGap[] = [];
  if (off.length > 0) gaps.push(gap('kindsOff', { names: off.join(', ') }));
  if (names.length > off.length) gaps.push(gap('denialsOnly', {}));
  for (const target of targets) {
    if (target.kind !== 'messages') continue;
    const { filter } = target;
    if (settings.messages.some((all) => coversFilter(all, filter))) continue;
    const hasSome = settings.ruleMessages > 0 || (byKind[MESSAGES] ?? 0) > 0;
    gaps.push(gap(hasSome ? 'messages' : 'noMessages', { filter }));
  }
  const sources = targets.flatMap((target) => (target.kind === 'sources' ? target.topic : []));
  if (sources.length > 0) gaps.push(gap('sources', { names: sources.join(', ') }));
  return gaps;
}
