import type { Logger } from '../../lib/logger.ts';
import { MqttError } from '../../mqtt/mqtt-error.ts';
import type { ApplicationMessage } from '../messages/application-message.ts';
import type { Publisher } from '../messages/message.ts';
import type { RetainedMessages } from '../messages/retained-messages.ts';
import type { Subscriptions } from '../routing/subscriptions.ts';
import type { Topic } from '../routing/topic.ts';
import type { TopicNames } from '../routing/topic-names.ts';
import { AWAITING_PUBCOMP, type Inflight } from '../sessions/inflight.ts';
import type { Outgoing } from '../sessions/message-queue.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { decode } from './identity-codec.ts';
import type { KeptMessage } from './kept-messages.ts';
import type { KeptOutgoing, KeptSession, Replay } from './replay.ts';
import type { DelayedMessage } from './restatement.ts';

export interface RestoredParts {
  readonly topicNames: TopicNames;
  readonly retained: RetainedMessages;
  readonly subscriptions: Subscriptions;
  readonly sessions: Sessions;
  readonly logger: Logger;
}

/** Whoever published a message whose publisher stood in a damaged part of the log. */
const UNKNOWN: Publisher = {
  clientId: '',
  username: undefined,
  peerHost: undefined,
  peerName: undefined,
  attributes: {},
};

/**
 * Brings what the log told back to life, without any event: it happened before this process began. Returns the delayed
 * messages.
 */
export function restore(replay: Replay, parts: RestoredParts): DelayedMessage[] {
  const messages = new MessageMaker(replay, parts.topicNames);
  for (const kept of replay.retained.values()) {
    const message = messages.make(kept);
    if (message) parts.retained.restore(message);
  }
  for (const kept of withoutNamesakes(replay.sessions.values())) restoreSession(kept, messages, parts);
  const delayed: DelayedMessage[] = [];
  for (const { message: kept, dueAt } of replay.delayed.values()) {
    const message = messages.make(kept);
    if (message) delayed.push({ message, dueAt });
  }
  if (messages.refused > 0)
    parts.logger.warn(
      { messages: messages.refused },
      'stored messages were left out: the configuration no longer allows their topics',
    );
  return delayed;
}

function restoreSession(kept: KeptSession, messages: MessageMaker, parts: RestoredParts): void {
  const session = parts.sessions.create(kept.info);
  session.number = kept.number;
  session.createdAt = kept.createdAt;
  session.expiryInterval = kept.expiryInterval;
  const inflight = new Map<number, Inflight>();
  for (const [packetId, sent] of kept.inflight) {
    const outgoing = sent && messages.outgoing(sent);
    if (!sent) inflight.set(packetId, AWAITING_PUBCOMP);
    else if (outgoing) inflight.set(packetId, outgoing);
  }
  const queue: Outgoing[] = [];
  for (const waiting of kept.queue.items) {
    const outgoing = messages.outgoing(waiting);
    if (outgoing) queue.push(outgoing);
  }
  session.restore({ lastPacketId: kept.lastPacketId, inflight, queue, awaitingRel: kept.awaitingRel });
  for (const subscription of kept.subscriptions.values())
    parts.subscriptions.restore({ kind: 'subscription', session, ...subscription });
  const { disconnectedAt, will, willDueAt } = kept;
  parts.sessions.restore({
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

/** Makes the messages that turn out to be needed; those that share something in the log share it again. */
class MessageMaker {
  readonly #publisherTexts: ReadonlyMap<number, string>;
  readonly #publishers = new Map<number, Publisher>();
  readonly #topicOf: (bytes: Buffer, start: number, end: number) => Topic;
  readonly #publisherOf = (number: number) => this.#publisher(number);
  refused = 0;

  constructor({ publishers }: Replay, topicNames: TopicNames) {
    this.#publisherTexts = publishers;
    this.#topicOf = (bytes, start, end) => topicNames.fromBytes(bytes, start, end);
  }

  outgoing(kept: KeptOutgoing): Outgoing | undefined {
    if (kept.made) return kept.made;
    const message = this.make(kept.message);
    if (!message) return undefined;
    const { qos, retain, identifiers } = kept;
    kept.made = { message, qos, retain, identifiers };
    return kept.made;
  }

  /** Undefined when the topic is none that the configuration allows. */
  make(kept: KeptMessage): ApplicationMessage | undefined {
    try {
      return kept.make(this.#topicOf, this.#publisherOf);
    } catch (error) {
      if (!(error instanceof MqttError)) throw error;
      this.refused++;
      return undefined;
    }
  }

  #publisher(number: number): Publisher {
    let publisher = this.#publishers.get(number);
    if (!publisher) {
      const text = this.#publisherTexts.get(number);
      publisher = text === undefined ? UNKNOWN : (decode(text) as Publisher);
      this.#publishers.set(number, publisher);
    }
    return publisher;
  }
}
