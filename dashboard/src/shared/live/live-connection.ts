import type { LiveMessages, LiveTopic } from '../../../../src/api/contract.ts';
import { send } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { readServerSentEvents } from './server-sent-events.ts';

export type LiveState =
  | { readonly kind: 'live' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'reconnecting'; readonly at: number }
  | { readonly kind: 'polling' };

type Listener = (message: never) => void;

/** Milliseconds before the connection is tried again: first, and at most. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 10_000;
/** Milliseconds in which the topics of the next page gather. */
const GATHERING = 50;

/** One stream of server-sent events for all that is shown; it comes back by itself, after the last id it saw. */
export class LiveConnection {
  readonly #listeners = new Map<LiveTopic, Set<Listener>>();
  readonly #watchers = new Set<() => void>();
  #state: LiveState = { kind: 'reconnecting', at: 0 };
  #abort: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wait = FIRST_WAIT;
  #lastId: string | undefined;
  #topics = '';

  get state(): LiveState {
    return this.#state;
  }

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  listen<Topic extends LiveTopic>(
    topic: Topic,
    listener: (message: LiveMessages[Topic]) => void,
  ): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners);
    listeners.add(listener as Listener);
    this.#plan(GATHERING);
    return () => {
      listeners.delete(listener as Listener);
      if (listeners.size === 0) this.#listeners.delete(topic);
      this.#plan(GATHERING);
    };
  }

  pause(): void {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#topics = '';
    this.#become({ kind: 'paused' });
  }

  resume(): void {
    if (this.#state.kind !== 'paused') return;
    this.#become({ kind: 'reconnecting', at: Date.now() });
    this.#plan(0);
  }

  #plan(wait: number): void {
    if (this.#state.kind === 'paused') return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), wait);
  }

  async #connect(): Promise<void> {
    const topics = [...this.#listeners.keys()].sort().join(',');
    if (topics === this.#topics) return;
    this.#abort?.abort();
    this.#topics = topics;
    if (topics === '') return;
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const response = await send('GET', '/live', {
        query: { topics },
        signal: abort.signal,
        headers: {
          accept: 'text/event-stream',
          ...(this.#lastId !== undefined && { 'last-event-id': this.#lastId }),
        },
      });
      this.#wait = FIRST_WAIT;
      this.#become({ kind: 'live' });
      for await (const { event, data, id } of readServerSentEvents(response)) {
        if (id !== undefined) this.#lastId = id;
        this.#tell(event as LiveTopic, data);
      }
      throw new Problem({ message: 'the stream ended', code: 'NO_ANSWER' });
    } catch {
      if (abort.signal.aborted) return;
      this.#topics = '';
      this.#become({ kind: 'reconnecting', at: Date.now() + this.#wait });
      this.#plan(this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    }
  }

  #tell(topic: LiveTopic, data: string): void {
    const message = JSON.parse(data) as never;
    for (const listener of this.#listeners.get(topic) ?? []) listener(message);
  }

  #become(state: LiveState): void {
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
  }
}
