import { Framer } from '../../mqtt/framer.ts';
import type { FlushQueue } from './flush-queue.ts';
import { Hold } from './hold.ts';
import { OutputBuffer } from './output-buffer.ts';
import type { Transport, TransportListener } from './transport.ts';

/** Milliseconds that a peer gets to close its side after we closed ours. */
const CLOSING_TIME = 5_000;

/** Bytes after which a peer has to wait for the next turn, in which the others come first; Node would read 2 MB. */
const BYTES_PER_TURN = 64 * 1024;

/** Bytes of a chunk that may wait for another turn when this one has lasted long; less is heard at once. */
const MUCH = 1024;

/** Bytes that are read ahead of a peer whose frames wait, to notice its end. */
const MOST_AHEAD = 16 * 1024;

/** Frames after which it is looked whether this turn has lasted long. */
const FRAMES_UNTIL_LOOK = 64;

/** The protocol above the bytes. It throws what it cannot bear, and learns of the end once. */
export interface ConnectionUser {
  onFrame(framer: Framer): void;
  onError(error: unknown): void;
  onClosed(reason: string): void;
  /** Something was written, or nothing waits any more: there may be room for what was held back. */
  onRoom(): void;
  /** The system takes no more bytes for now. */
  onCongested(): void;
  /** Frames that were held come again. */
  onRelease(): void;
  /** What waits here was not stored: whatever depends on that must not leave. */
  onUnstored(): void;
  /** A read brought so many bytes: for the counters. */
  onReceived(bytes: number): void;
  /** A write takes so many bytes. */
  onSent(bytes: number): void;
}

/** One network connection: cuts the bytes into frames and gathers what goes out until the end of the turn. */
export class Connection implements TransportListener {
  readonly transport: Transport;
  readonly framer: Framer;
  readonly output = new OutputBuffer();
  user: ConnectionUser | undefined = undefined;
  /** Set by who answers frames at hand with an acknowledgement, which promises that what they caused is stored. */
  acknowledges = false;
  /** Number in `Aftermath` up to which all has to be done before the output is written. */
  #awaits = 0;
  readonly #flushQueue: FlushQueue;
  readonly #outputLimit: number;
  #marked = false;
  #paused = false;
  /** The bits of `Hold` for which frames wait. */
  #holds = 0;
  /** Whether it is read from although frames wait, so that the end of the peer is noticed. */
  #isAttentive = false;
  #isTaking = false;
  /** Why the peer's half was closed while frames of it waited. */
  #endedBy: string | undefined = undefined;
  #bytesThisTurn = 0;
  #awaitsTurn = false;
  /** False once we or the peer ended it; what arrives later is not looked at. */
  #open = true;
  #ending = false;
  #closing: NodeJS.Timeout | undefined = undefined;

  /** @param outputLimit bytes of output above which nothing more is read from a peer that does not read itself */
  constructor(transport: Transport, maximumPacketSize: number, outputLimit: number, flushQueue: FlushQueue) {
    this.transport = transport;
    this.framer = new Framer(maximumPacketSize);
    this.#outputLimit = outputLimit;
    this.#flushQueue = flushQueue;
  }

  /** Bytes that wait here or in the transport. */
  get unsentBytes(): number {
    return this.output.length + this.transport.unsentBytes;
  }

  onBytes(chunk: Buffer, length = chunk.length): void {
    const user = this.user;
    if (!this.#open || !user) return;
    user.onReceived(length);
    this.framer.push(chunk, length);
    this.#bytesThisTurn += length;
    if (length >= MUCH && this.#flushQueue.isLate) {
      this.#keepRest();
      this.#waitForTurn();
      return;
    }
    this.#takeFrames(user);
    if (this.#bytesThisTurn >= BYTES_PER_TURN) this.#waitForTurn();
    else if (this.#isOverfull()) this.#pause();
  }

  onDrain(): void {
    if (this.output.length > 0) this.markOutput();
    else {
      this.#readOn();
      this.user?.onRoom();
    }
  }

  onEnded(reason: string): void {
    // What the peer said before it went is heard first.
    const hasSaidAll = this.#isAttentive && this.framer.pendingBytes === 0;
    if ((this.#holds !== 0 && !hasSaidAll) || this.#awaitsTurn) this.#endedBy = reason;
    else this.user?.onClosed(reason);
    this.#flushQueue.relieve();
  }

  onBroken(): void {
    this.#flushQueue.relieve();
  }

  onClosed(reason: string): void {
    clearTimeout(this.#closing);
    this.#open = false;
    this.output.discard();
    this.user?.onClosed(reason);
    this.user = undefined;
    this.#flushQueue.relieve();
  }

  /** False while the peer has to wait for us, so that its silence means nothing. */
  get isListening(): boolean {
    return !this.#paused;
  }

  /**
   * Takes no frame after the present one until `release`, and reads no more than has arrived already.
   * @param isAttentive reads on, so far as that is little, and so notices when the peer goes
   */
  hold(reason: Hold, isAttentive = false): void {
    this.#holds |= reason;
    this.#isAttentive = isAttentive;
    if (!this.#isTaking) this.#keepRest();
  }

  /** Goes on with what waited, unless it is held for another reason too. The peer is read again at the end of this turn. */
  release(reason: Hold): void {
    if ((this.#holds & reason) === 0) return;
    this.#holds &= ~reason;
    this.#isAttentive = false;
    // Nobody knows what was caused by the frame that waited, and what by others meanwhile.
    if (reason === Hold.Verdict) this.awaitAll();
    const user = this.user;
    if (this.#holds !== 0 || this.#isTaking || !this.#open || !user) return;
    user.onRelease();
    this.#goOn(user);
    if (this.#paused) this.markOutput();
  }

  /** Takes the frames that waited, and hears the peer's end if that is all. */
  #goOn(user: ConnectionUser): void {
    this.#takeFrames(user);
    const endedBy = this.#endedBy;
    if (endedBy !== undefined && this.#holds === 0 && !this.#awaitsTurn) user.onClosed(endedBy);
  }

  /** To be called after anything was put into `output`. */
  markOutput(): void {
    if (this.#marked) return;
    this.#marked = true;
    this.#flushQueue.add(this);
  }

  flush(): void {
    this.#marked = false;
    this.#readOn();
    if (!this.#ending && !this.transport.canWrite) {
      this.user?.onCongested();
      return;
    }
    const bytes = this.output.length;
    if (bytes > 0) {
      this.user?.onSent(bytes);
      this.output.drain(this.transport);
    }
    if (this.#ending) this.transport.end();
    else if (this.transport.canWrite) {
      this.#readOn();
      this.user?.onRoom();
    } else this.user?.onCongested();
  }

  withhold(): void {
    this.user?.onUnstored();
  }

  /** What is acknowledged now depends on all that is under way. */
  awaitAll(): void {
    if (this.acknowledges) this.#awaits = this.#flushQueue.aftermath.begun;
  }

  /** Nor is it read meanwhile, so that it adds to what is to be done no faster than that gets done. */
  mustWait(done: number): boolean {
    if (this.#awaits <= done) return false;
    this.hold(Hold.Aftermath);
    return true;
  }

  endWait(): void {
    this.#holds &= ~Hold.Aftermath;
    this.#waitForTurn();
    this.flush();
  }

  /** Sends what waits, at the end of the turn as always, then closes. */
  end(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#ending = true;
    this.markOutput();
    // The close of the peer is seen by reading on. Once: a handle that reads already takes a second time as an error.
    if (this.#paused) {
      this.#paused = false;
      this.transport.resume();
    }
    // A peer that neither reads nor closes does not hold the connection for ever.
    this.#closing = setTimeout(() => this.transport.destroy(), CLOSING_TIME);
    this.#closing.unref();
  }

  /** Closes without sending what waits, once whoever accepted the connection has set it up. */
  destroy(): void {
    setImmediate(() => this.transport.destroy());
  }

  /** A peer that asks and does not read would fill the memory with its answers. */
  #isOverfull(): boolean {
    return this.unsentBytes > this.#outputLimit;
  }

  #takeFrames(user: ConnectionUser): void {
    this.#isTaking = true;
    const { aftermath } = this.#flushQueue;
    const { begun } = aftermath;
    this.acknowledges = false;
    let untilLook = FRAMES_UNTIL_LOOK;
    try {
      while (this.#open && this.#holds === 0 && this.framer.next()) {
        user.onFrame(this.framer);
        if (--untilLook > 0) continue;
        if (this.#flushQueue.isLate) {
          this.#waitForTurn();
          break;
        }
        untilLook = FRAMES_UNTIL_LOOK;
      }
    } catch (error) {
      user.onError(error);
    }
    if (aftermath.begun !== begun) this.awaitAll();
    this.#isTaking = false;
    if (this.#holds !== 0 || this.#awaitsTurn) this.#keepRest();
  }

  #keepRest(): void {
    this.framer.keepRest();
    if (!this.#readsAhead) this.#pause();
  }

  get #readsAhead(): boolean {
    return this.#isAttentive && !this.#awaitsTurn && this.framer.pendingBytes < MOST_AHEAD;
  }

  /** The others come first; this one is read on when it is its turn again. */
  #waitForTurn(): void {
    if (this.#awaitsTurn || !this.#open) return;
    this.#awaitsTurn = true;
    this.#pause();
    this.#flushQueue.addReader(this);
  }

  /** It is the turn of this connection again. */
  readOn(): void {
    this.#awaitsTurn = false;
    const { user } = this;
    const hasMore = this.framer.pendingBytes > 0 || this.#endedBy !== undefined;
    if (user && this.#open && this.#holds === 0 && hasMore) {
      user.onRelease();
      this.#goOn(user);
    }
    this.#readOn();
  }

  #pause(): void {
    if (this.#paused || !this.#open) return;
    this.#paused = true;
    this.transport.pause();
    this.markOutput();
  }

  #readOn(): void {
    this.#bytesThisTurn = 0;
    if (!this.#paused || this.#awaitsTurn || this.#isOverfull()) return;
    if (this.#holds !== 0 && !this.#readsAhead) return;
    this.#paused = false;
    this.transport.resume();
  }
}
