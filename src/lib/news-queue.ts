/** News that waits to be told. */
const MOST_WAITING = 2000;

/** Milliseconds of a turn of the event loop: what the news is about goes first. */
const SLICE = 2;

/** Tells news after the turn in which it came, in slices. What there is no room for is counted, and told as a count. */
export class NewsQueue<News> {
  readonly #tell: (news: News) => void;
  readonly #tellSkipped: (count: number) => void;
  #waiting: News[] = [];
  #skipped = 0;
  #flushing: NodeJS.Immediate | undefined;

  constructor(tell: (news: News) => void, tellSkipped: (count: number) => void) {
    this.#tell = tell;
    this.#tellSkipped = tellSkipped;
  }

  /** @param count what it counts for when there is no room */
  add(news: News, count = 1): void {
    if (this.#waiting.length >= MOST_WAITING) this.#skipped += count;
    else this.#waiting.push(news);
    this.#flushing ??= setImmediate(() => this.#flush());
  }

  /** Nothing of what waits is told. */
  clear(): void {
    if (this.#flushing) clearImmediate(this.#flushing);
    this.#flushing = undefined;
    this.#waiting = [];
    this.#skipped = 0;
  }

  #flush(): void {
    const end = performance.now() + SLICE;
    let told = 0;
    for (const news of this.#waiting) {
      this.#tell(news);
      told++;
      if (performance.now() >= end) break;
    }
    this.#waiting.splice(0, told);
    this.#flushing = this.#waiting.length > 0 ? setImmediate(() => this.#flush()) : undefined;
    if (this.#skipped === 0 || this.#waiting.length > 0) return;
    const skipped = this.#skipped;
    this.#skipped = 0;
    this.#tellSkipped(skipped);
  }
}
