import type { LiveTopic } from '../../../../src/api/contract.ts';
import { send } from '../api/client.ts';
import { noteAnswer } from '../api/reachability.ts';
import { preferences } from '../preferences/preferences.ts';
import { readServerSentEvents, type ServerSentEvent } from './server-sent-events.ts';

/** Milliseconds in which the first message has to be there: a proxy that keeps it back keeps back all of them. */
const LONGEST_BEGINNING = 8_000;
/** Milliseconds without a sign of life; the server gives one every fifteen seconds. */
const LONGEST_SILENCE = 40_000;

/** Why a stream ended: `silent` as if there were none, `ended` by the server or the way to it, or closed by ourselves. */
export type StreamEnd = 'held-back' | 'silent' | 'ended' | 'closed';

/** One answer of `GET /live`, while it lasts. */
export class LiveStream {
  readonly topics: ReadonlySet<LiveTopic>;
  readonly #abort = new AbortController();
  #isClosed = false;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #reason: StreamEnd = 'ended';

  constructor(topics: ReadonlySet<LiveTopic>) {
    this.topics = topics;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#watch);
    this.#abort.abort();
  }

  /**
   * Reads to the end.
   * @param after the id of the event to go on from
   * @throws Problem when it is refused
   */
  async read(after: string | undefined, onMessage: (message: ServerSentEvent) => void): Promise<StreamEnd> {
    this.#expect('held-back', LONGEST_BEGINNING);
    try {
      const response = await send('GET', '/live', {
        query: { topics: [...this.topics].sort().join(','), language: preferences().language },
        signal: this.#abort.signal,
        headers: { accept: 'text/event-stream', ...(after !== undefined && { 'last-event-id': after }) },
      });
      const onBytes = () => this.#expect('silent', LONGEST_SILENCE);
      for await (const message of readServerSentEvents(response, onBytes)) {
        if (this.#isClosed) return 'closed';
        noteAnswer();
        onMessage(message);
      }
      return this.#end();
    } catch (error) {
      if (this.#abort.signal.aborted || !(error instanceof Error) || error.name !== 'Problem')
        return this.#end();
      throw error;
    } finally {
      clearTimeout(this.#watch);
    }
  }

  #end(): StreamEnd {
    return this.#isClosed ? 'closed' : this.#reason;
  }

  #expect(otherwise: StreamEnd, within: number): void {
    clearTimeout(this.#watch);
    if (this.#isClosed) return;
    this.#watch = setTimeout(() => {
      this.#reason = otherwise;
      this.#abort.abort();
    }, within);
  }
}
