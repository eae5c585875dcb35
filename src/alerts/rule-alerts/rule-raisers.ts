import type { Alert, AlertSourceId } from '../alert.ts';
import type { AlertSettings } from '../alert-settings.ts';
import type { Book } from '../book/book.ts';
import type { Conditions } from '../conditions/conditions.ts';
import type { Gate } from '../conditions/gate.ts';
import type { Presence } from '../presence.ts';
import type { AlertNature, AlertRaiser, AlertRules, Clearing, Raising, RaisingResult } from '../raising.ts';
import { AlertTemplates, type ShortenedGrace } from './alert-templates.ts';
import { rulePolicy } from './rule-policy.ts';

/** Goings that are none: the client is there, by another connection. */
const TAKEN_OVER: ReadonlySet<string | undefined> = new Set(['takenover', 'discarded']);

/** Makes alerts of the rows of rules. */
export class RuleRaisers implements AlertRules {
  readonly #book: Book;
  readonly #presence: Presence;
  readonly #conditions: Conditions;
  readonly #graceOf: ShortenedGrace;
  /** Of each rule, the template that its keys are made by. */
  readonly #keys = new Map<string, string>();

  constructor(book: Book, presence: Presence, conditions: Conditions, graceOf: ShortenedGrace) {
    this.#graceOf = graceOf;
    this.#book = book;
    this.#presence = presence;
    this.#conditions = conditions;
  }

  define(ruleId: string, settings: AlertSettings, nature: AlertNature): AlertRaiser {
    const source = { kind: 'rule', id: ruleId } as const;
    const formerKey = this.#keys.get(ruleId);
    // No event would ever have the keys of before: what is open by them would stay so.
    if (formerKey !== undefined && formerKey !== settings.key) this.#book.removeSource(source);
    this.#keys.set(ruleId, settings.key);
    this.#book.setPolicy(source, rulePolicy(settings, nature));
    const templates = new AlertTemplates(source, settings, this.#graceOf);
    const gate = this.#conditions.define(ruleId, settings, nature.statement, templates);
    return new RuleRaiser(source, templates, nature, gate, this.#book, this.#presence);
  }

  remove(ruleId: string): void {
    this.#book.removeSource({ kind: 'rule', id: ruleId });
    this.#keys.delete(ruleId);
    this.#conditions.remove(ruleId);
  }
}

class RuleRaiser implements AlertRaiser {
  readonly #source: AlertSourceId;
  readonly #templates: AlertTemplates;
  readonly #nature: AlertNature;
  readonly #gate: Gate;
  readonly #book: Book;
  readonly #presence: Presence;

  constructor(
    source: AlertSourceId,
    templates: AlertTemplates,
    nature: AlertNature,
    gate: Gate,
    book: Book,
    presence: Presence,
  ) {
    this.#source = source;
    this.#templates = templates;
    this.#nature = nature;
    this.#gate = gate;
    this.#book = book;
    this.#presence = presence;
  }

  get hasUnresolved(): boolean {
    return this.#book.countUnresolved(this.#source) > 0;
  }

  raise(raising: Raising): RaisingResult {
    const { subject, row, at } = raising;
    if (this.#nature.isPresence && TAKEN_OVER.has(subject?.reason)) {
      return { kind: 'ignored', reason: 'takenover' };
    }
    const key = this.#templates.key(row);
    if (this.#nature.isPresence && this.#isBack(raising)) {
      this.#book.pass(this.#source, key, at, () => this.#templates.condition(raising, key));
      return { kind: 'ignored', reason: 'present' };
    }
    return this.#gate.raise(raising, key);
  }

  clear({ row, at, sequence }: Clearing): void {
    this.#book.clear(this.#source, this.#templates.key(row), at, sequence);
  }

  unresolved(key: string): Alert | undefined {
    return this.#book.find(this.#source, key);
  }

  /** It came again before anybody looked at its going. */
  #isBack({ subject }: Raising): boolean {
    if (!subject) return false;
    const { state, sequence } = this.#presence.of(subject.clientId, subject.sequence);
    return state === 'connected' && (sequence ?? Infinity) > (subject.sequence ?? 0);
  }
}
