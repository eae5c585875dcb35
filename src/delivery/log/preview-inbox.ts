import type { KeptMessage } from '../../connectors/connector.ts';
import type { Clock } from '../../lib/clock.ts';
import type { PageOf, PageRequest } from '../../lib/page-of.ts';
import type { Store } from '../../store/store.ts';

/** A message as the inbox shows it. */
export interface PreviewMessage {
  /** Of the delivery, or of the test. */
  id: string;
  /** `preview:inbox` */
  connector: string;
  /** Unix milliseconds. */
  received_at: number;
  /** As it was before any vendor's format. */
  message: unknown;
  /** What would have gone to the channel of `as`, without secrets; null without it. */
  body: unknown;
}

const MOST_MESSAGES = 1000;

/** Of one message and of its body, as JSON; what is larger is kept without the row behind it, or not at all. */
const LONGEST_JSON = 128 * 1024;

const KEEP = `INSERT OR REPLACE INTO preview_messages (id, connector, received_at, message, body) VALUES (?, ?, ?, ?, ?)`;
const FORGET_OLDEST = `DELETE FROM preview_messages
  WHERE seq <= (SELECT seq FROM preview_messages ORDER BY seq DESC LIMIT 1 OFFSET ${MOST_MESSAGES})`;
const OF_CONNECTOR = '(?1 IS NULL OR connector = ?1)';
const PAGE = `SELECT id, connector, received_at, message, body FROM preview_messages WHERE ${OF_CONNECTOR}
  ORDER BY seq DESC LIMIT ?2 OFFSET ?3`;
const COUNT = `SELECT COUNT(*) AS count FROM preview_messages WHERE ${OF_CONNECTOR}`;
const CLEAR = `DELETE FROM preview_messages WHERE ${OF_CONNECTOR}`;

/** What channels of the kind `preview` were told: the newest thousand messages, on disk. */
export class PreviewInbox {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Ends when it is on disk. A repeat takes the place of the first. */
  keep(connector: string, { id, message, body }: KeptMessage): Promise<void> {
    const { data, ...bare } = message;
    const whole = JSON.stringify(message);
    const kept = whole.length <= LONGEST_JSON ? whole : bounded(JSON.stringify(bare));
    return new Promise((resolve, reject) => {
      this.#store.write(
        () => {
          const now = this.#clock.now();
          this.#store.prepare(KEEP).run(id, connector, now, kept, bounded(JSON.stringify(body)));
          this.#store.prepare(FORGET_OLDEST).run();
        },
        (error) => (error ? reject(error) : resolve()),
      );
    });
  }

  /** The newest first. */
  page(connector: string | undefined, { skip, take }: PageRequest): PageOf<PreviewMessage> {
    const of = connector ?? null;
    const { count } = this.#store.prepare(COUNT).get(of) as { count: number };
    const rows = this.#store.prepare(PAGE).all(of, take, skip) as unknown as (PreviewMessage & {
      message: string;
      body: string;
    })[];
    const shown = rows.map((row) => ({
      ...row,
      message: JSON.parse(row.message),
      body: JSON.parse(row.body),
    }));
    return { rows: shown, count, hasMore: skip + rows.length < count };
  }

  /** Those of one connector, or all. */
  clear(connector: string | undefined): void {
    this.#store.transact(() => this.#store.prepare(CLEAR).run(connector ?? null));
  }
}

function bounded(json: string): string {
  return json.length <= LONGEST_JSON
    ? json
    : JSON.stringify({ text: `… (${json.length} characters of JSON)` });
}
