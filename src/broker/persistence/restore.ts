import type { Logger } from '../../lib/logger.ts';
import type { RetainedMessages } from '../messages/retained-messages.ts';
import type { Subscriptions } from '../routing/subscriptions.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { KeptSession, Replay } from './replay.ts';
import type { DelayedMessage } from './restatement.ts';

export interface RestoredParts {
  readonly retained: RetainedMessages;
  readonly subscriptions: Subscriptions;
  readonly sessions: Sessions;
  readonly logger: Logger;
}

/**
 * Brings what the log told back to life, without any event: it happened before this process began. Returns the delayed
 * messages.
 */
export function restore(replay: Replay, parts: RestoredParts): DelayedMessage[] {
  for (const message of replay.retained.values()) parts.retained.restore(message);
  for (const kept of withoutNamesakes(replay.sessions.values())) restoreSession(kept, parts);
  const { refused } = replay.messages;
  if (refused > 0)
    parts.logger.warn(
      { messages: refused },
      'stored messages were left out: the configuration no longer allows their topics',
    );
  return [...replay.delayed.values()];
}

function restoreSession(kept: KeptSession, { sessions, subscriptions }: RestoredParts): void {
  const { lastPacketId, inflight, queue, awaitingRel } = kept;
  const session = sessions.create(kept.info);
  session.number = kept.number;
  session.createdAt = kept.createdAt;
  session.expiryInterval = kept.expiryInterval;
  session.restore({ lastPacketId, inflight, queue, awaitingRel });
  for (const subscription of kept.subscriptions.values())
    subscriptions.restore({ kind: 'subscription', session, ...subscription });
  const { disconnectedAt, will, willDueAt } = kept;
  sessions.restore({
    session,
    disconnectedAt: disconnectedAt === 0 ? undefined : disconnectedAt,
    will,
    willDueAt: willDueAt === 0 ? undefined : willDueAt,
  });
}

/** After damage two sessions may have one client id: the later one is the true one. */
function withoutNamesakes(sessions: Iterable<KeptSession>): Iterable<KeptSession> {
  const byClientId = new Map<string, KeptSession>();
  for (const session of sessions) {
    const other = byClientId.get(session.info.clientId);
    if (!other || other.number < session.number) byClientId.set(session.info.clientId, session);
  }
  return byClientId.values();
}
