import { Aftermath } from './aftermath.ts';
import { LONGEST_TURN, ReadingTurns } from './reading-turns.ts';

interface Flushable {
  flush(): void;
  /** Whether it would acknowledge what is not done yet. @param done as in `Aftermath` */
  mustWait(done: number): boolean;
  /** What it waited for is done and stored. */
  endWait(): void;
  /** What waits was not stored: whatever of it depends on that is not sent. */
  withhold(): void;
  /** It is read again. */
  readOn(): void;
}

/**
 * One write per connection and turn of the event loop: connections with output meet here, and one `setImmediate`,
 * which runs when all sockets of this turn were read, writes them. `beforeFlush` commits first, so that nothing
 * is acknowledged before it is stored (commit, then send). Who acknowledges what takes longer than a turn is written
 * when that is done; everybody else at once.
 */
export class FlushQueue {
  readonly aftermath: Aftermath;
  readonly #beforeFlush: () => boolean;
  readonly #flush = (): void => this.flush();
  #waiting: Flushable[] = [];
  readonly #readers = new ReadingTurns<Flushable>();
  /** Empty; kept, since a turn may have thousands of them. */
  #spare: Flushable[] = [];
  /** Who waits for the aftermath. */
  #held: Flushable[] = [];
  #scheduled = false;
  #isWriting = false;
  /** When the present turn began, 0 before anybody asked. */
  #begunAt = 0;

  /** @param beforeFlush false when something of this turn could not be stored */
  constructor(beforeFlush: () => boolean, aftermath = new Aftermath()) {
    this.#beforeFlush = beforeFlush;
    this.aftermath = aftermath;
  }

  /** The connection has output; it is called once per turn and connection. */
  add(connection: Flushable): void {
    this.#waiting.push(connection);
    this.wake();
  }

  /** Makes an end of turn happen although no connection has output: something is to be stored. */
  wake(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(this.#flush);
  }

  /** When all that is under way is done, and whether it is stored. */
  untilDone(): Promise<boolean> {
    const { begun } = this.aftermath;
    return new Promise((resolve) =>
      this.add({
        mustWait: (done) => begun > done,
        withhold: () => resolve(false),
        flush: () => resolve(true),
        endWait: () => resolve(true),
        readOn() {},
      }),
    );
  }

  /** The connection has said as much as it may in one turn; it is read on in one of the next. */
  addReader(connection: Flushable): void {
    this.#readers.add(connection, performance.now());
    this.wake();
  }

  /** Whether this turn has lasted so long that what can wait waits for one of the next. */
  get isLate(): boolean {
    const now = performance.now();
    if (this.#begunAt !== 0) return now - this.#begunAt > LONGEST_TURN;
    this.#begunAt = now;
    this.wake();
    return false;
  }

  /**
   * Writes in the middle of a turn that has lasted long. Node reads on for as long as there is something to read, up to
   * 48 times 1,024 sockets, before it comes to the end of a turn: when thousands of connections break together,
   * everybody else's answers would wait for all of them. To be called between two frames, never during one.
   */
  relieve(): void {
    if (this.#isWriting || !this.isLate) return;
    this.#begunAt = 0;
    this.#write();
  }

  flush(): void {
    this.#scheduled = false;
    this.#begunAt = 0;
    this.#write();
    if (this.#readers.length === 0) return;
    // What waited belongs to the next turn, which begins with it.
    const readers = this.#readers.take(performance.now());
    let next = 0;
    while (next < readers.length && !this.isLate) readers[next++]?.readOn();
    this.#readers.putBack(readers.slice(next));
    this.wake();
  }

  #write(): void {
    this.#isWriting = true;
    try {
      const isStored = this.#beforeFlush();
      // What is written now may make new output, which belongs to the next turn.
      const connections = this.#waiting;
      this.#waiting = this.#spare;
      this.#spare = [];
      const { begun, done } = this.aftermath;
      const isBehind = begun > done;
      if (this.#held.length > 0) this.#writeHeld(isStored, done);
      for (const connection of connections) {
        if (!isStored) connection.withhold();
        else if (isBehind && connection.mustWait(done)) {
          this.#held.push(connection);
          continue;
        }
        connection.flush();
      }
      connections.length = 0;
      this.#spare = connections;
    } finally {
      this.#isWriting = false;
    }
    if (this.#held.length > 0) this.wake();
  }

  /** In the order in which they came. What a failed commit lost may be what any of them waits for. */
  #writeHeld(isStored: boolean, done: number): void {
    const held = this.#held;
    this.#held = [];
    for (const connection of held) {
      if (isStored && connection.mustWait(done)) {
        this.#held.push(connection);
        continue;
      }
      if (!isStored) connection.withhold();
      connection.endWait();
    }
  }
}
