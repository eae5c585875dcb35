import type { LiveFigures, LiveMessages, LiveServer, LiveTopic } from '../../../../src/api/contract.ts';
import { api } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { LiveStream } from './live-stream.ts';
import type { ServerSentEvent } from './server-sent-events.ts';

export type LiveState =
  | { readonly kind: 'live' }
  | { readonly kind: 'paused' }
  /** `at`: when it is tried again, Unix milliseconds. */
  | { readonly kind: 'reconnecting'; readonly at: number }
  | { readonly kind: 'polling' };

type Listener = (message: never) => void;
type Timer = ReturnType<typeof setTimeout>;

/** Milliseconds before the connection is tried again: first, and at most. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 10_000;
/** Milliseconds in which the topics of the next page gather, and for which those of the last one are kept. */
const GATHERING = 30;
const KEEPING = 5_000;
/** Milliseconds between two looks while there is no stream. */
const POLLING = 5_000;
/**
 * Milliseconds before a stream that was refused or kept back is tried again: first, because a server that has just begun is
 * slow to answer too, and at most, because of a proxy that will not let any through.
 */
const FIRST_TRY = 5_000;
const LONGEST_TRY = 60_000;
/** Milliseconds for which a tab that nobody sees keeps its stream: a browser has few connections to one server. */
const HIDDEN = 15_000;

export interface LiveHooks {
  /** Something may have happened that nobody told: what is shown should be fetched again. */
  onMissed(): void;
  onServer(server: LiveServer): void;
}

/** One stream of server-sent events for all that is shown; it comes back by itself, after the last event it saw. */
export class LiveConnection {
  readonly #hooks: LiveHooks;
  readonly #listeners = new Map<LiveTopic, Set<Listener>>();
  readonly #watchers = new Set<() => void>();
  #state: LiveState = { kind: 'reconnecting', at: 0 };
  #stream: LiveStream | undefined;
  /** On its way to take the place of the other. */
  #next: LiveStream | undefined;
  #timer: Timer | undefined;
  #poll: Timer | undefined;
  #wait = FIRST_WAIT;
  #untilNextTry = FIRST_TRY;
  #lastId: string | undefined;
  #hasMissed = false;
  /** The topics that have been told without a gap until now. */
  #followed: ReadonlySet<LiveTopic> = new Set();
  #isAsleep = false;

  constructor(hooks: LiveHooks) {
    this.#hooks = hooks;
    let sleep: Timer | undefined;
    document.addEventListener('visibilitychange', () => {
      clearTimeout(sleep);
      if (document.hidden) sleep = setTimeout(() => this.#sleep(), HIDDEN);
      else this.#wake();
    });
  }

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
    if (!(this.#next ?? this.#stream)?.topics.has(topic)) this.#plan(GATHERING);
    return () => {
      listeners.delete(listener as Listener);
      if (listeners.size > 0) return;
      this.#listeners.delete(topic);
      // The page that comes next may want it too.
      if (this.#state.kind === 'live' && !this.#timer) this.#plan(KEEPING);
    };
  }

  pause(): void {
    this.#drop();
    this.#become({ kind: 'paused' });
  }

  resume(): void {
    if (this.#state.kind === 'paused') this.restart();
  }

  /** Anew, at once: after signing in again, for instance. */
  restart(): void {
    this.#drop();
    this.#hasMissed = true;
    this.#wait = FIRST_WAIT;
    this.#become({ kind: 'reconnecting', at: Date.now() });
    this.#plan(0);
  }

  /** What is being told is to be told in another way: in another language. */
  renew(): void {
    if (this.#stream) this.restart();
  }

  #drop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#poll);
    this.#timer = undefined;
    this.#stream?.close();
    this.#next?.close();
    this.#stream = this.#next = undefined;
  }

  #sleep(): void {
    if (this.#state.kind === 'paused') return;
    this.#isAsleep = true;
    this.#drop();
  }

  #wake(): void {
    if (!this.#isAsleep) return;
    this.#isAsleep = false;
    this.restart();
  }

  #plan(wait: number): void {
    if (this.#state.kind === 'paused' || this.#isAsleep) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#connect();
    }, wait);
  }

  async #connect(): Promise<void> {
    const topics = new Set(this.#listeners.keys());
    const present = this.#next ?? this.#stream;
    if (present && isSame(present.topics, topics)) return;
    this.#next?.close();
    this.#next = undefined;
    if (topics.size === 0) {
      this.#stream?.close();
      this.#stream = undefined;
      this.#followed = topics;
      return;
    }
    const stream = new LiveStream(topics);
    // The one before stays until this one speaks, so that nothing happens in between that neither tells.
    if (this.#stream) this.#next = stream;
    else this.#stream = stream;
    // Where events were not followed before, what happened since they last were is not asked for.
    const after =
      topics.has('events') && (this.#hasMissed || present?.topics.has('events')) ? this.#lastId : undefined;
    try {
      const end = await stream.read(after, (message) => this.#hear(stream, message));
      if (end !== 'closed') this.#lose(stream, end === 'held-back');
    } catch (error) {
      if (error instanceof Problem && error.status === 401) this.#rest(stream);
      else this.#lose(stream, error instanceof Problem && !error.isUnreachable);
    }
  }

  #hear(stream: LiveStream, { event, data, id }: ServerSentEvent): void {
    if (stream === this.#next) {
      this.#stream?.close();
      this.#stream = stream;
      this.#next = undefined;
    }
    if (stream !== this.#stream) return;
    if (event === 'server') {
      this.#begin(stream.topics);
      this.#hooks.onServer(JSON.parse(data) as LiveServer);
    } else if (event === 'skipped') {
      this.#hooks.onMissed();
    } else {
      if (id !== undefined) this.#lastId = id;
      this.#tell(event as LiveTopic, JSON.parse(data));
    }
  }

  #begin(topics: ReadonlySet<LiveTopic>): void {
    clearTimeout(this.#poll);
    this.#wait = FIRST_WAIT;
    this.#untilNextTry = FIRST_TRY;
    this.#become({ kind: 'live' });
    // What is shown of a topic was fetched before the first stream that tells of it; figures come whole with each message.
    const isNew = (topic: LiveTopic) => topic !== 'figures' && !this.#followed.has(topic);
    const hasMissed = this.#hasMissed || [...topics].some(isNew);
    this.#followed = topics;
    this.#hasMissed = false;
    if (hasMissed) this.#hooks.onMissed();
  }

  /** @param isRefused whether there are answers, but no stream */
  #lose(stream: LiveStream, isRefused: boolean): void {
    if (stream === this.#next) this.#next = undefined;
    else if (stream === this.#stream) this.#stream = undefined;
    else return;
    this.#stream?.close();
    this.#stream = undefined;
    this.#hasMissed = true;
    if (isRefused) {
      this.#become({ kind: 'polling' });
      this.#look();
      this.#plan(this.#untilNextTry);
      this.#untilNextTry = Math.min(this.#untilNextTry * 2, LONGEST_TRY);
      return;
    }
    clearTimeout(this.#poll);
    this.#become({ kind: 'reconnecting', at: Date.now() + this.#wait });
    this.#plan(this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  /** Nobody is signed in any more: `restart` goes on when somebody is. */
  #rest(stream: LiveStream): void {
    if (stream === this.#next) this.#next = undefined;
    if (stream === this.#stream) this.#stream = undefined;
    this.#become({ kind: 'reconnecting', at: Date.now() });
  }

  #look(): void {
    clearTimeout(this.#poll);
    this.#poll = setTimeout(() => {
      if (this.#state.kind !== 'polling') return;
      this.#hooks.onMissed();
      if (this.#listeners.has('figures')) void this.#askForFigures();
      this.#look();
    }, POLLING);
  }

  async #askForFigures(): Promise<void> {
    try {
      this.#tell('figures', await api.get<LiveFigures>('/live/figures'));
    } catch {
      // What is shown stays until the next look; the head of the page says that nobody answers.
    }
  }

  #tell(topic: LiveTopic, message: unknown): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener(message as never);
  }

  #become(state: LiveState): void {
    if (state.kind === this.#state.kind && state.kind !== 'reconnecting') return;
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
  }
}

function isSame(one: ReadonlySet<LiveTopic>, other: ReadonlySet<LiveTopic>): boolean {
  return one.size === other.size && one.isSubsetOf(other);
}
