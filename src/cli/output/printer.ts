import { printable } from '../../lib/human-log.ts';
import { relativeTime } from '../../texts/relative-time.ts';
import { type Colours, coloursOf } from './colours.ts';
import { factsOf, type Output, tableOf, tsvOf } from './rows.ts';

export type Cell = string | number | boolean | null | undefined;

/** `time`: RFC 3339, which people read as how long ago; `state`: a word that has a colour. */
export type CellKind = 'text' | 'number' | 'time' | 'state';

/** One column of a list. */
export interface Column<Row> {
  readonly title: string;
  /** As programs get it. */
  readonly value: (row: Row) => Cell;
  /** As people read it, where that is another text. */
  readonly shown?: ((row: Row) => string) | undefined;
  readonly kind?: CellKind | undefined;
  /** Only with `-o wide`. */
  readonly isWide?: boolean | undefined;
}

export interface Listing<Row> {
  /** What JSON and YAML show: as the API answered. */
  readonly answer: unknown;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly name: (row: Row) => string;
  /** What people are told where there are no rows. */
  readonly nothing: string;
}

/** One line about a thing. */
export interface Fact {
  /** As programs get it. */
  readonly name: string;
  /** As people read it; the name where it is absent. */
  readonly label?: string | undefined;
  readonly value: Cell;
  readonly shown?: string | undefined;
  readonly kind?: CellKind | undefined;
}

export interface Thing {
  readonly answer: unknown;
  readonly name: string;
  readonly facts: readonly Fact[];
}

export interface Done {
  readonly answer: unknown;
  /** Ids of what was changed or made. */
  readonly names: readonly string[];
  /** For people, and for pipes that only want to log it. */
  readonly sentence: string;
}

/** Something that was told just now. */
export interface News {
  readonly answer: unknown;
  readonly name: string;
  readonly cells: readonly Cell[];
  /** For people; its parts stand two spaces apart. */
  readonly spoken: readonly string[];
  /** Which of `spoken` tells a state, and which. */
  readonly states?: Readonly<Record<number, string>> | undefined;
}

export interface PrinterOptions {
  readonly output: Output;
  readonly language: 'en' | 'zh';
  readonly hasColours?: boolean | undefined;
  /** Unix milliseconds. */
  readonly now?: (() => number) | undefined;
  /** Of the terminal that a table has to fit into; undefined where there is none. */
  readonly columns?: number | undefined;
  /** The screen is written anew again and again: nothing may go on in another line. */
  readonly isScreen?: boolean | undefined;
  /** Needed for `yaml` alone. */
  readonly toYaml?: ((value: unknown) => string) | undefined;
  out(text: string): void;
  error(text: string): void;
}

/** Writes what commands found and did, in the format that was asked for. There is no other way to standard output. */
export class Printer {
  readonly output: Output;
  readonly colours: Colours;
  readonly #options: PrinterOptions;
  readonly #now: () => number;

  constructor(options: PrinterOptions) {
    this.#options = options;
    this.output = options.output;
    this.#now = options.now ?? Date.now;
    this.colours = coloursOf(options.hasColours ?? false);
  }

  /** Somebody reads it who wants words, not data. */
  get isForPeople(): boolean {
    return this.output === 'table' || this.output === 'wide';
  }

  /** A list. @returns the exit code of a command that did no more than that */
  list<Row>({ answer, rows, columns, name, nothing }: Listing<Row>): number {
    const { out, error } = this.#options;
    if (this.#isData(answer)) return 0;
    if (this.output === 'name') {
      out(tsvOf(rows.map((row) => [name(row)])));
      return 0;
    }
    const shown = columns.filter(({ isWide }) => !isWide || this.output === 'wide');
    if (this.output === 'tsv') {
      out(tsvOf(rows.map((row) => shown.map((column) => textOf(column.value(row))))));
      return 0;
    }
    if (rows.length === 0) {
      error(nothing);
      return 0;
    }
    const right = new Set(shown.flatMap(({ kind }, at) => (kind === 'number' ? [at] : [])));
    const whole = new Set(shown.flatMap(({ kind = 'text' }, at) => (kind === 'text' ? [] : [at])));
    const room = this.#room();
    out(
      tableOf(
        shown.map(({ title }) => title),
        rows.map((row) =>
          shown.map((column) => column.shown?.(row) ?? this.#spoken(column.value(row), column.kind)),
        ),
        {
          right,
          room:
            room === undefined
              ? undefined
              : { columns: room, whole, cutsLast: this.#options.isScreen ?? false },
          paintHeader: this.colours.dim,
          paint: (text, at, place) => {
            const column = shown[place];
            const row = rows[at];
            if (column?.kind !== 'state' || row === undefined) return text;
            return this.colours.state(text, textOf(column.value(row)));
          },
        },
      ),
    );
    return 0;
  }

  /** One thing, as names and values. */
  thing({ answer, name, facts }: Thing): number {
    const { out } = this.#options;
    if (this.#isData(answer)) return 0;
    if (this.output === 'name') out(tsvOf([[name]]));
    else if (this.output === 'tsv') out(tsvOf(facts.map((fact) => [fact.name, textOf(fact.value)])));
    else out(this.facts(facts));
    return 0;
  }

  /** Names and values for people, as a text. */
  facts(facts: readonly Fact[]): string {
    return factsOf(
      facts.map((fact) => [labelOf(fact), fact.shown ?? this.#spoken(fact.value, fact.kind)]),
      {
        paint: (text, at, column) => {
          if (column === 0) return this.colours.dim(text);
          const fact = facts[at];
          return fact?.kind === 'state' ? this.colours.state(text, textOf(fact.value)) : text;
        },
      },
    );
  }

  /** That something was done. */
  done({ answer, names, sentence }: Done): number {
    const { out } = this.#options;
    if (this.#isData(answer)) return 0;
    if (this.output === 'name') out(tsvOf(names.map((name) => [name])));
    else out(`${sentence.split('\n').map(printable).join('\n')}\n`);
    return 0;
  }

  /** One of many things that come one after the other. */
  news({ answer, name, cells, spoken, states }: News): void {
    const { out } = this.#options;
    if (this.output === 'json') out(`${JSON.stringify(answer)}\n`);
    else if (this.output === 'yaml') out(`---\n${this.#options.toYaml?.(answer) ?? ''}`);
    else if (this.output === 'name') out(tsvOf([[name]]));
    else if (this.output === 'tsv') out(tsvOf([cells.map(textOf)]));
    else {
      const parts = spoken.map((part, at) => {
        const text = printable(part);
        const state = states?.[at];
        return state === undefined ? text : this.colours.state(text, state);
      });
      out(`${parts.filter((part) => part !== '').join('  ')}\n`);
    }
  }

  /** A moment for people. @param at RFC 3339 */
  moment(at: string): string {
    return this.#spoken(at, 'time');
  }

  /** Whether the answer itself was asked for; it is written then. */
  #isData(answer: unknown): boolean {
    if (this.output === 'json') this.#options.out(`${JSON.stringify(answer)}\n`);
    else if (this.output === 'yaml') this.#options.out(this.#options.toYaml?.(answer) ?? '');
    else return false;
    return true;
  }

  /** Who asks for all columns gets them, however wide that is. */
  #room(): number | undefined {
    return this.output === 'table' ? this.#options.columns : undefined;
  }

  #spoken(value: Cell, kind: CellKind | undefined): string {
    const text = textOf(value);
    if (kind !== 'time' || this.output === 'wide') return text;
    const at = Date.parse(text);
    return Number.isNaN(at) ? text : relativeTime(at, this.#now(), this.#options.language);
  }
}

/** Titles of columns are capitals, names of facts are not; abbreviations stay. */
function labelOf({ label, name }: Fact): string {
  if (label === undefined) return name;
  return label.length > 3 && label === label.toUpperCase() ? label.toLowerCase() : label;
}

function textOf(value: Cell): string {
  return value === null || value === undefined ? '' : String(value);
}
