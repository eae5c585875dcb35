import type { Clock } from '../../../lib/clock.ts';
import { ReasonCode } from '../../../mqtt/reason-codes.ts';
import { parseSharedFilter, topicMatchesFilter } from '../../../mqtt/topics.ts';
import type { Client } from '../../client.ts';
import type { Subscription } from '../../routing/route.ts';
import type { Subscriptions } from '../../routing/subscriptions.ts';
import type { Session } from '../../sessions/session.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { type Authorization, subscribeRequest } from './authorization.ts';
import type { Decision } from './authorization-chain.ts';

/** Milliseconds after a change: a script that changes many rules is waited for. */
const DELAY = 200;

/** Subscriptions that are looked at in one go; more of them would hold up the clients. */
const SLICE = 500;

export interface ReviewParts {
  readonly authorization: Authorization;
  readonly sessions: Sessions;
  readonly subscriptions: Subscriptions;
  readonly clock: Clock;
}

/**
 * Applies changed rights to what stands: subscriptions that are not allowed any more are removed, be their clients
 * there or away (CVE-2021-34434). A source that cannot find out takes nothing away. It works in slices, one question
 * at a time where a source asks elsewhere.
 */
export class RightsReview {
  readonly #parts: ReviewParts;
  /** Sessions that came back and have to wait for their turn. */
  readonly #resumed = new Set<Session>();
  #isPlanned = false;
  #isStopped = false;

  constructor(parts: ReviewParts) {
    this.#parts = parts;
    parts.authorization.chain.onChange(() => this.plan());
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** The subscriptions of a session that somebody resumed. */
  lookAt(session: Session): void {
    if (session.subscriptions.size === 0) return;
    const { chain } = this.#parts.authorization;
    // What needs no question is done at once, before the client gets what waited for it.
    if (!chain.asksElsewhere) void finish(this.#review(session, chain.version));
    else {
      this.#resumed.add(session);
      if (this.#resumed.size === 1) void this.#lookAtResumed();
    }
  }

  /** Of all sessions, in a moment: after a change, and after sessions outlived a restart. */
  plan(): void {
    if (this.#isPlanned || this.#isStopped) return;
    this.#isPlanned = true;
    this.#parts.clock.after(DELAY, () => {
      this.#isPlanned = false;
      void this.#lookAtAll();
    });
  }

  /** One question at a time, so that they do not crowd out those of clients that wait. */
  async #lookAtResumed(): Promise<void> {
    for (const session of this.#resumed) {
      await finish(this.#review(session, this.#parts.authorization.chain.version));
      this.#resumed.delete(session);
    }
  }

  /** A change in the middle of it begins another one, and ends this one. */
  async #lookAtAll(): Promise<void> {
    const { authorization, sessions } = this.#parts;
    const { version } = authorization.chain;
    let looked = 0;
    for (const session of [...sessions.all()]) {
      await finish(this.#review(session, version));
      looked += session.subscriptions.size;
      if (looked >= SLICE) {
        looked = 0;
        await nextTurn();
      }
      if (this.#isStopped || authorization.chain.version !== version) return;
    }
  }

  /** Stops at each question that is asked elsewhere, and goes on with its answer. */
  *#review(session: Session, version: number): Review {
    const { chain } = this.#parts.authorization;
    for (const subscription of [...session.subscriptions.values()]) {
      if (this.#isStopped || chain.version !== version) return;
      const { filter, qos } = subscription;
      const decided = chain.decide(session.info, subscribeRequest(filter, qos), ignore);
      const decision = decided instanceof Promise ? yield decided : decided;
      if (decision.permission === 'deny' && !decision.isFailure)
        this.#revoke(session, subscription, decision);
    }
  }

  #revoke(session: Session, subscription: Subscription, { decider }: Decision): void {
    const { authorization, sessions, subscriptions, clock } = this.#parts;
    const { filter, qos } = subscription;
    // It may have gone, or come anew, while the question was open.
    if (session.subscriptions.get(filter) !== subscription) return;
    authorization.revoke(session.info, filter, qos, decider, clock.now());
    subscriptions.remove(session, filter, {});
    // What came for it and still waits is not delivered either, unless another subscription wants it too.
    const left = [...session.subscriptions.keys()].map(plainFilter);
    const revoked = plainFilter(filter);
    session.withdraw(
      (topic) =>
        !topicMatchesFilter(topic, revoked) || left.some((other) => topicMatchesFilter(topic, other)),
    );
    const client: Client | undefined = sessions.client(session.clientId);
    if (client && authorization.denyAction === 'disconnect') {
      client.end({ reason: 'not_authorized', closedBy: 'server', reasonCode: ReasonCode.NotAuthorized });
    }
  }
}

type Review = Generator<Promise<Decision>, void, Decision>;

async function finish(review: Review): Promise<void> {
  for (let step = review.next(); !step.done; ) step = review.next(await step.value);
}

/** Without `$share/group/`. */
const plainFilter = (filter: string): string => parseSharedFilter(filter)?.filter ?? filter;

const ignore = (): void => {};

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
