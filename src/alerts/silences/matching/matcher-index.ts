import type { Alert } from '../../alert.ts';
import { type CompiledMatchers, EXACT_NAMES, type ExactName } from './matchers.ts';

interface Matching {
  readonly matchers: CompiledMatchers;
}

/**
 * Things with matchers, found by an alert: those that name its key, group or source, and the few that name nothing
 * exactly.
 */
export class MatcherIndex<Entry extends Matching> {
  readonly #named = new Map<ExactName, Map<string, Set<Entry>>>();
  readonly #others = new Set<Entry>();

  add(entry: Entry): void {
    for (const set of this.#placesOf(entry)) set.add(entry);
  }

  delete(entry: Entry): void {
    for (const set of this.#placesOf(entry)) set.delete(entry);
    const name = nameOf(entry);
    const sets = name && this.#named.get(name);
    for (const text of (name && entry.matchers.exact[name]) ?? []) {
      if (sets?.get(text)?.size === 0) sets.delete(text);
    }
  }

  /** Those whose matchers fit. */
  *of(alert: Alert): Generator<Entry> {
    for (const name of EXACT_NAMES) {
      const sets = this.#named.get(name);
      const text = sets && sets.size > 0 ? textOf(alert, name) : undefined;
      const entries = text === undefined ? undefined : sets?.get(text);
      if (entries) yield* fitting(entries, alert);
    }
    yield* fitting(this.#others, alert);
  }

  *#placesOf(entry: Entry): Generator<Set<Entry>> {
    const name = nameOf(entry);
    if (name === undefined) {
      yield this.#others;
      return;
    }
    let sets = this.#named.get(name);
    if (!sets) {
      sets = new Map();
      this.#named.set(name, sets);
    }
    for (const text of entry.matchers.exact[name] ?? []) {
      let set = sets.get(text);
      if (!set) {
        set = new Set();
        sets.set(text, set);
      }
      yield set;
    }
  }
}

function* fitting<Entry extends Matching>(entries: Iterable<Entry>, alert: Alert): Generator<Entry> {
  for (const entry of entries) if (entry.matchers.matches(alert)) yield entry;
}

function nameOf({ matchers }: Matching): ExactName | undefined {
  return EXACT_NAMES.find((name) => matchers.exact[name] !== undefined);
}

function textOf(alert: Alert, name: ExactName): string | undefined {
  const { source } = alert;
  if (name === 'key') return alert.key;
  if (name === 'group') return alert.groupId;
  if (name === 'rule') return source.kind === 'rule' ? source.id : undefined;
  return source.kind === 'monitor' ? source.name : undefined;
}
