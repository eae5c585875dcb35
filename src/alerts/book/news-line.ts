import type { Logger } from '../../lib/logger.ts';
import type { AlertNews } from '../alert-news.ts';

/** Tells news to all who listen, in the order in which they came. An alert goes its way, whoever fails to hear of it. */
export class NewsLine {
  readonly #logger: Logger;
  #listeners: ReadonlyArray<(news: AlertNews) => void> = [];

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** The function that is returned takes the listener away again. */
  listen(listener: (news: AlertNews) => void): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  tell(news: AlertNews): void {
    for (const listener of this.#listeners) {
      try {
        listener(news);
      } catch (error) {
        this.#logger.error({ err: error, alert: news.alert.id }, 'news of an alert could not be told');
      }
    }
  }
}
