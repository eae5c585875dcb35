import type { ApplicationMessage } from '../messages/application-message.ts';
import type { Session } from '../sessions/session.ts';
import type { KeptWill, LogWriter } from './log-writer.ts';

/** A message that waits for its time, Unix milliseconds. */
export interface DelayedMessage {
  readonly message: ApplicationMessage;
  readonly dueAt: number;
}

/** Everything that outlives the process. The iterables may be walked while they change. */
export interface LastingState {
  readonly sessions: {
    all(): Iterable<Session>;
    willOf(session: Session): KeptWill | undefined;
    /** Unix milliseconds; 0 while the client counts as connected. */
    leftAt(session: Session): number;
  };
  retained(): Iterable<ApplicationMessage>;
  delayed(): Iterable<DelayedMessage>;
}

/** Says again all that is true, piece by piece, so that earlier segments of the log can go. */
export class Restatement {
  readonly #steps: Generator<undefined, void, undefined>;
  /** The segment that it began with. */
  readonly segment: number;
  /** Bytes that it took so far. */
  bytes = 0;
  isComplete = false;
  readonly #writer: LogWriter;

  constructor(writer: LogWriter, segment: number, state: LastingState) {
    this.segment = segment;
    this.#writer = writer;
    this.#steps = restate(writer, state);
  }

  /** Goes on until all is said, or `isTimeUp`. */
  goOn(isTimeUp: () => boolean): void {
    const before = this.#writer.length;
    do this.isComplete = this.#steps.next().done === true;
    while (!this.isComplete && !isTimeUp());
    this.bytes += this.#writer.length - before;
    if (this.isComplete) this.#writer.restated(this.bytes);
  }
}

/** What comes into being meanwhile is in the new segments by itself; said twice it does no harm. */
function* restate(writer: LogWriter, state: LastingState): Generator<undefined, void, undefined> {
  const { sessions } = state;
  for (const session of sessions.all()) {
    if (!session.log) continue;
    writer.snapshot(session, sessions.leftAt(session), sessions.willOf(session));
    yield;
  }
  for (const message of state.retained()) {
    writer.retained(message);
    yield;
  }
  for (const { message, dueAt } of state.delayed()) {
    writer.delayed(message, dueAt);
    yield;
  }
}
