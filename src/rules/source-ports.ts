import { namesSource, type TopicRules } from './event-topics.ts';
import type { SourceMessage } from './rule-event.ts';

interface Listener {
  /** Entries of FROM. */
  readonly topics: readonly string[];
  readonly hear: (event: SourceMessage) => void;
}

/** Where sources hand in what they received. A rule hears each message once, however many of its entries name the source. */
export class SourcePorts {
  readonly #topics: Pick<TopicRules, 'topicMatchesFilter'>;
  readonly #listeners = new Set<Listener>();
  /** By source, until a rule comes or goes. Sources are configured, so that there are few. */
  readonly #found = new Map<string, readonly Listener[]>();

  constructor(topics: Pick<TopicRules, 'topicMatchesFilter'>) {
    this.#topics = topics;
  }

  /** @returns the end of it */
  listen(topics: readonly string[], hear: (event: SourceMessage) => void): () => void {
    const listener = { topics, hear };
    this.#listeners.add(listener);
    this.#found.clear();
    return () => {
      this.#listeners.delete(listener);
      this.#found.clear();
    };
  }

  emit(event: SourceMessage): void {
    for (const { hear } of this.#of(event.source)) hear(event);
  }

  #of(source: string): readonly Listener[] {
    const known = this.#found.get(source);
    if (known) return known;
    const found = [...this.#listeners].filter(({ topics }) =>
      topics.some((topic) => namesSource(topic, source, this.#topics.topicMatchesFilter)),
    );
    this.#found.set(source, found);
    return found;
  }
}
