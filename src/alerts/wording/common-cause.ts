import type { Alert, AlertSourceId, Subject } from '../alert.ts';
import type { CommonFactor } from '../notification.ts';
import { FrequentValues } from './frequent-values.ts';
import { networksOf } from './networks.ts';

/** Of the alerts must share a factor for it to be worth saying. */
const SHARE = 0.8;
const MOST_FACTORS = 5;
/** Different names of attributes, and of labels, that are looked at; and characters of a value. */
const MOST_NAMES = 16;
const LONGEST_VALUE = 128;

type FactorName = CommonFactor['name'];

/** What a group of clients shares by chance says less than what somebody arranged. */
const WEIGHTS: Readonly<Record<string, number>> = {
  'network/24': 1,
  'network/48': 0.99,
  attr: 0.97,
  'network/16': 0.95,
  username: 0.93,
  username_prefix: 0.9,
  label: 0.88,
  listener: 0.8,
  reason: 0.7,
  // There is one, or few: it is said when there is nothing else.
  node: 0,
};

/** Whether nearly everything shares this value anyway, as the only listener: then it explains nothing. */
export type IsEverywhere = (name: FactorName, value: string) => boolean;

interface CommonCauseOptions {
  /** False for everything when absent. */
  readonly isEverywhere?: IsEverywhere | undefined;
  /** Whether all alerts of a source have this label alike; false for all when absent. */
  readonly isFixed?: ((source: AlertSourceId, label: string) => boolean) | undefined;
}

/**
 * What alerts have in common, counted while they come: `add` each once, `read` at any time. Memory is bounded however
 * many there are and whatever they are called; what is read is exact.
 */
export class CommonCause {
  readonly #isEverywhere: IsEverywhere;
  readonly #isFixed: CommonCauseOptions['isFixed'];
  readonly #factors = new Map<FactorName, FrequentValues>();
  #attributes = 0;
  #labels = 0;
  #count = 0;

  constructor({ isEverywhere = () => false, isFixed = () => false }: CommonCauseOptions = {}) {
    this.#isEverywhere = isEverywhere;
    this.#isFixed = isFixed;
  }

  add({ subject, labels, source }: Alert): void {
    this.#count++;
    if (subject) this.#addSubject(subject);
    for (const name in labels) {
      if (this.#isFixed?.(source, name)) continue;
      if (this.#isCounted(`label.${name}`, 'label')) this.#see(`label.${name}`, labels[name]);
    }
  }

  /** Those that at least 80 % share, the most telling first; none of fewer than two alerts. */
  read(): CommonFactor[] {
    if (this.#count < 2) return [];
    const shared = [...this.#factors].flatMap(([name, values]) => this.#sharedOf(name, values));
    const telling = shared.filter(({ name, value }) => name !== 'node' && !this.#isEverywhere(name, value));
    const said = withoutRepetition(telling.length > 0 ? telling : shared);
    return said.toSorted((one, other) => scoreOf(other) - scoreOf(one)).slice(0, MOST_FACTORS);
  }

  #addSubject(subject: Subject): void {
    const { username, peerHost, listener, node, reason, attributes } = subject;
    if (peerHost !== undefined) {
      for (const [name, network] of networksOf(peerHost)) this.#see(name, network);
    }
    if (username) {
      this.#see('username', username);
      for (const prefix of prefixesOf(username)) this.#see('username_prefix', prefix);
    }
    this.#see('listener', listener);
    this.#see('node', node);
    this.#see('reason', reason);
    for (const name in attributes) {
      if (this.#isCounted(`attr.${name}`, 'attr')) this.#see(`attr.${name}`, attributes[name]);
    }
  }

  #see(name: FactorName, value: string | undefined): void {
    if (value === undefined || value === '' || value.length > LONGEST_VALUE) return;
    let values = this.#factors.get(name);
    if (!values) {
      values = new FrequentValues();
      this.#factors.set(name, values);
    }
    values.add(value);
  }

  #isCounted(name: FactorName, kind: 'attr' | 'label'): boolean {
    if (this.#factors.has(name)) return true;
    if (name.length > LONGEST_VALUE) return false;
    return kind === 'attr' ? this.#attributes++ < MOST_NAMES : this.#labels++ < MOST_NAMES;
  }

  /** Of a user name's beginnings, the longest one that enough of them share. */
  #sharedOf(name: FactorName, values: FrequentValues): CommonFactor[] {
    const of = this.#count;
    const shared = values.atLeast(Math.ceil(of * SHARE));
    const [best] = shared.toSorted(
      ([one, count], [other, otherCount]) => other.length - one.length || otherCount - count,
    );
    return best === undefined ? [] : [{ name, value: best[0], count: best[1], of }];
  }
}

/** A network says what the larger one around it says, and the whole name what its beginning does. */
function withoutRepetition(factors: readonly CommonFactor[]): CommonFactor[] {
  const names = new Set(factors.map(({ name }) => name));
  return factors.filter(
    ({ name }) =>
      !(name === 'network/16' && names.has('network/24')) &&
      !(name === 'username_prefix' && names.has('username')),
  );
}

function scoreOf({ name, count, of }: CommonFactor): number {
  const kind = name.startsWith('attr.') ? 'attr' : name.startsWith('label.') ? 'label' : name;
  return (WEIGHTS[kind] ?? 0) * (count / of);
}

const MOST_PREFIXES = 4;

/** `line7_pump_03` begins with `line7_pump_` and `line7_`; `pump03` with `pump`. */
function prefixesOf(username: string): string[] {
  const prefixes: string[] = [];
  const letters = /^\p{L}{2,}(?=\d)/u.exec(username)?.[0];
  if (letters !== undefined) prefixes.push(letters);
  for (const { index } of username.matchAll(/[_\-./:@]/g)) {
    if (prefixes.length === MOST_PREFIXES) break;
    if (index > 0 && index < username.length - 1) prefixes.push(username.slice(0, index + 1));
  }
  return prefixes;
}
