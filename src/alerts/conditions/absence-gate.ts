import type { TemplateRow } from '../../delivery/door.ts';
import type { Clock } from '../../lib/clock.ts';
import { formatDuration } from '../../lib/duration.ts';
import { placeholdersIn } from '../../lib/placeholder.ts';
import type { AlertSourceId, Resolution, Subject } from '../alert.ts';
import type { AlertBook, Condition } from '../alert-book.ts';
import type { Raising, RaisingResult } from '../raising.ts';
import { Absence, type AbsenceMemory, type AbsenceSettings } from './absence.ts';
import type { ConditionMemory, MemoryPages } from './condition-memory.ts';
import { type Gate, NO_ROOM_FOR_KEY } from './gate.ts';
import type { ConditionMaker } from './threshold-gate.ts';

export interface AbsenceOptions {
  readonly source: AlertSourceId;
  /** `rule:silent`, of what it remembers. */
  readonly owner: string;
  readonly settings: AbsenceSettings;
  /** The template of the key. */
  readonly keyTemplate: string;
  /** What the rows come of: when it is another one, others may come. */
  readonly statement: string;
  readonly maker: ConditionMaker;
  readonly book: Pick<AlertBook, 'raise' | 'clear' | 'expire'>;
  readonly memory: ConditionMemory;
  readonly clock: Clock;
  /** Unix milliseconds until which nobody is judged after a restart. */
  readonly judgedFrom: number;
  readonly node: string;
}

/** Of one key on disk: what is remembered, and what an alert of it would say, as JSON. */
interface Page extends AbsenceMemory {
  readonly last?: string;
}

/** Of the rule: by which key and statement the keys were made. No row has an empty key. */
interface TitlePage {
  readonly keyTemplate: string;
  readonly statement: string;
}

const TITLE = '';

/** Rows of known keys of which per second it is noted what an alert would say, so that a flood costs only its looks. */
const NOTES_PER_SECOND = 200;

/** Raises when rows of a key stay away. */
export class AbsenceGate implements Gate {
  readonly #options: AbsenceOptions;
  readonly #absence: Absence;
  readonly #pages: MemoryPages;
  readonly #title: TitlePage;
  /** What alerts would say, not on disk yet. */
  readonly #notes = new Map<string, Condition>();
  #second = 0;
  #notesInSecond = 0;

  constructor(options: AbsenceOptions) {
    const { owner, settings, clock, judgedFrom, memory, keyTemplate, statement } = options;
    this.#options = options;
    this.#absence = new Absence(settings, clock, judgedFrom, {
      absent: (key, at, since, wasSeen) => this.#raise(key, at, since, wasSeen),
      forgotten: (key, at) => options.book.expire(options.source, key, at),
      changed: (key) => this.#pages.mark(key),
    });
    this.#pages = memory.open(owner, 'absence', {
      pageOf: (key) => this.#pageOf(key),
      written: (key) => this.#notes.delete(key),
    });
    this.#title = { keyTemplate, statement };
    const known = this.#recall();
    for (const key of settings.expected) if (!known.has(key)) this.#pages.mark(key);
    this.#pages.mark(TITLE);
  }

  raise(raising: Raising, key: string): RaisingResult {
    if (key === TITLE) return { kind: 'refused', reason: 'its key is empty' };
    const { at } = raising;
    const sign = this.#absence.see(key, at);
    if (sign === 'full') return { kind: 'refused', reason: NO_ROOM_FOR_KEY };
    if (sign === 'new' || this.#mayNote(at)) {
      this.#notes.set(key, this.#options.maker.condition(raising, key));
    }
    if (sign === 'back') this.#options.book.clear(this.#options.source, key, at);
    return { kind: 'gathered' };
  }

  ended(key: string, { how, at }: Resolution): void {
    if (how === 'recovered') this.#absence.excuse(key, at);
    else if (how !== 'removed') this.#absence.dismiss(key);
  }

  get isBusy(): boolean {
    return this.#absence.isBusy;
  }

  start(): void {
    this.#absence.start();
  }

  stop(): void {
    this.#absence.stop();
    this.#pages.close();
  }

  /** The keys that are remembered as they were written down. */
  #recall(): Set<string> {
    const known = new Set<string>();
    const title = this.#pages.read(TITLE) as TitlePage | undefined;
    const { keyTemplate, statement } = this.#title;
    if (title && title.keyTemplate !== keyTemplate) {
      this.#pages.clear();
      return known;
    }
    const isSame = title?.statement === statement;
    for (const { key, body } of this.#pages.recall()) {
      if (key === TITLE) continue;
      const page = body as Page;
      // The rows of another statement may never come; what is absent already was told, and is waited for.
      if (!isSame && page.absent !== true) this.#pages.mark(key);
      else {
        this.#absence.recall(key, page);
        known.add(key);
      }
    }
    return known;
  }

  #pageOf(key: string): Page | TitlePage | undefined {
    if (key === TITLE) return this.#title;
    const memory = this.#absence.memoryOf(key);
    if (!memory) return undefined;
    const note = this.#notes.get(key);
    return { ...memory, ...(note && { last: JSON.stringify(note) }) };
  }

  #mayNote(at: number): boolean {
    const second = Math.floor(at / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#notesInSecond = 0;
    }
    return ++this.#notesInSecond <= NOTES_PER_SECOND;
  }

  #raise(key: string, at: number, since: number, wasSeen: boolean): void {
    const { book } = this.#options;
    const condition = this.#lastOf(key, at);
    const silence: Record<string, string> = { silent_for: formatDuration(roundToSeconds(at - since)) };
    if (!wasSeen) silence.last_seen = 'never';
    book.raise({ ...condition, at, since, facts: { ...silence, ...condition.facts } });
  }

  /** What the last row that was noted says; of a key without one, what its key says. */
  #lastOf(key: string, at: number): Condition {
    const { maker, source, keyTemplate, node } = this.#options;
    const { last } = (this.#pages.read(key) as Page | undefined) ?? {};
    const condition =
      this.#notes.get(key) ?? (last === undefined ? undefined : (JSON.parse(last) as Condition));
    // Alerts of one source share it.
    if (condition) return { ...condition, source };
    const { row, clientId } = rowOfKey(keyTemplate, key);
    const subject = clientId === undefined ? undefined : subjectOf(clientId, node);
    return maker.condition({ row, event: '', at, subject }, key);
  }
}

/** A row of which only the key is known: the value of the placeholder that makes it, when it is only one. */
function rowOfKey(keyTemplate: string, key: string): { row: TemplateRow; clientId: string | undefined } {
  const [placeholder, ...others] = placeholdersIn(keyTemplate);
  let name: string | undefined;
  let value = '';
  if (placeholder && others.length === 0) {
    const [before = '', after = ''] = keyTemplate.split(placeholder.source);
    if (key.startsWith(before) && key.endsWith(after)) {
      name = placeholder.path.join('.');
      value = key.slice(before.length, key.length - after.length);
    }
  }
  const find = (path: readonly string[]): string | undefined => (path.join('.') === name ? value : undefined);
  const row: TemplateRow = {
    text: (path) => find(path) ?? (path.length === 0 ? key : '–'),
    json: (path) => JSON.stringify(find(path) ?? null),
    value: find,
  };
  return { row, clientId: name === 'clientid' ? value : undefined };
}

function subjectOf(clientId: string, node: string): Subject {
  return {
    clientId,
    username: undefined,
    peerHost: undefined,
    listener: undefined,
    node,
    attributes: {},
    reason: undefined,
    sequence: undefined,
  };
}

function roundToSeconds(milliseconds: number): number {
  return milliseconds < 1000 ? milliseconds : Math.round(milliseconds / 1000) * 1000;
}
