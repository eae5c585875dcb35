import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { suggest } from '../../lib/suggest.ts';
import { pointAt } from '../../lib/text-picture.ts';
import type { Span } from '../../sql/door.ts';
import { type FileFinding, type FileText, type Language, sayOfFile } from './file-problem.ts';

/** A YAML text whose parts know where they stand, and what is wrong with it so far. */
export class YamlFile {
  readonly name: string;
  readonly text: string;
  /** Grows while the file is read. */
  readonly problems: FileFinding[] = [];
  readonly #document: Document.Parsed;
  readonly #root: Node | null;

  /**
   * @param name what messages call the file
   * @param part of another file, which is read as if it were a file of its own
   */
  constructor(name: string, text: string, part?: { readonly of: YamlFile; readonly root: Node | null }) {
    this.name = name;
    this.text = text;
    if (part) {
      this.#document = part.of.#document;
      this.#root = part.root;
      return;
    }
    this.#document = parseDocument(text, {
      lineCounter: new LineCounter(),
      prettyErrors: false,
      stringKeys: true,
    });
    this.#root = this.#document.contents;
    // Those behind the first one mostly follow from it.
    const [error] = this.#document.errors;
    if (error)
      this.refuse({ start: error.pos[0], end: error.pos[1] }, { code: 'syntax', reason: error.message });
  }

  get root(): Node | null {
    return this.#root;
  }

  /** A part of it as a file of its own, with problems of its own. */
  within(root: Node | null): YamlFile {
    return new YamlFile(this.name, this.text, { of: this, root });
  }

  /** Writes down that something is wrong at a place of the text. */
  refuse(span: Span, text: FileText): void {
    this.problems.push(this.finding(span, (language) => sayOfFile(language, text)));
  }

  finding(span: Span, say: (language: Language) => string): FileFinding {
    const start = Math.min(span.start, this.text.length);
    const before = this.text.slice(0, start);
    const line = before.split('\n').length;
    const column = start - (before.lastIndexOf('\n') + 1) + 1;
    return { file: this.name, line, column, picture: pointAt(this.text, span, column), say };
  }

  /** Where a part stands. */
  spanOf(node: Node | null | undefined): Span {
    const [start, end] = node?.range ?? [0, 1];
    return { start, end };
  }

  /**
   * The members of a map by name. What is no map is refused, and so is every member that is not among `known`.
   * @param what the name of the map in messages
   */
  members(
    node: Node | null,
    known: readonly string[],
    refusal: FileText,
  ): ReadonlyMap<string, { key: Span; value: Node | null }> | undefined {
    const map = this.#resolved(node);
    if (!isMap<Scalar, Node | null>(map)) {
      this.refuse(this.spanOf(node), refusal);
      return undefined;
    }
    const members = membersOf(map);
    for (const [member, { key }] of members) {
      if (known.includes(member)) continue;
      this.refuse(key, { code: 'unknownMember', member, suggestion: suggest(member, known), known });
    }
    return members;
  }

  /** The items of a list; undefined for what is none. */
  items(node: Node | null | undefined): readonly (Node | null)[] | undefined {
    const list = this.#resolved(node ?? null);
    return isSeq<Node | null>(list) ? list.items : undefined;
  }

  /** The members of a map; undefined for what is none. */
  entries(node: Node | null | undefined): ReadonlyMap<string, { key: Span; value: Node | null }> | undefined {
    const map = this.#resolved(node ?? null);
    return isMap<Scalar, Node | null>(map) ? membersOf(map) : undefined;
  }

  /** As JavaScript has it. */
  toJs(node: Node | null | undefined): unknown {
    return node?.toJS(this.#document) ?? undefined;
  }

  /** The part at a path, or the nearest part around it. */
  nodeAt(path: readonly PropertyKey[]): Node | null {
    let node: Node | null = this.root;
    for (const step of path) {
      const inner: unknown =
        isMap(node) || isSeq(node)
          ? node.get(typeof step === 'symbol' ? String(step) : step, true)
          : undefined;
      if (inner === undefined || inner === null || isPair(inner)) return node;
      node = inner as Node;
    }
    return node;
  }

  /** Whether there is something at a path. */
  has(path: readonly PropertyKey[]): boolean {
    const [last] = path.slice(-1);
    const around = this.#resolved(this.nodeAt(path.slice(0, -1)));
    return isMap(around) && around.has(last);
  }

  /** JSON text of a part, in which numbers stay as they are written: 4.0 is a float. */
  toJson(node: Node | null | undefined): string {
    const value = this.#resolved(node ?? null);
    if (isMap<Scalar, Node | null>(value)) {
      const members = [...membersOf(value)].map(
        ([name, member]) => `${JSON.stringify(name)}:${this.toJson(member.value)}`,
      );
      return `{${members.join(',')}}`;
    }
    if (isSeq<Node | null>(value)) return `[${value.items.map((item) => this.toJson(item)).join(',')}]`;
    if (!isScalar(value)) return 'null';
    const { source } = value;
    if (typeof value.value === 'number' && source !== undefined && isJsonNumber(source)) return source;
    return JSON.stringify(value.value) ?? 'null';
  }

  /**
   * Where a stretch of a text stands in the file: block scalars are indented, quotes escape. The whole text when it is
   * written in a way that does not tell.
   */
  spanWithin(node: Node | null, span: Span): Span {
    const whole = this.spanOf(node);
    if (!isScalar(node) || typeof node.value !== 'string') return whole;
    const from = contentStart(this.text, node);
    const start = sourceOffset(node.value, this.text, from, span.start);
    const end = sourceOffset(node.value, this.text, from, Math.max(span.start, span.end - 1));
    return start === undefined || end === undefined ? whole : { start, end: end + 1 };
  }

  #resolved(node: Node | null): Node | null {
    return isAlias(node) ? (node.resolve(this.#document) ?? null) : node;
  }
}

function membersOf(map: YAMLMap<Scalar, Node | null>): Map<string, { key: Span; value: Node | null }> {
  return new Map(
    map.items.map(({ key, value }) => {
      const [start = 0, end = 1] = key.range ?? [];
      return [String(key.value), { key: { start, end }, value }];
    }),
  );
}

function isJsonNumber(source: string): boolean {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(source);
}

function contentStart(text: string, { range, type }: Scalar): number {
  const [start] = range ?? [0];
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return text.indexOf('\n', start) + 1;
  return type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' ? start + 1 : start;
}

/** Walks a text and what it is written as side by side, up to an offset of the text. */
function sourceOffset(value: string, source: string, from: number, offset: number): number | undefined {
  let at = from;
  for (let i = 0; ; i++) {
    // Indentation, and the lines that folding joined.
    while (isBlank(source[at]) && !isBlank(value[i])) at++;
    if (i >= offset) return at;
    if (at >= source.length) return undefined;
    if (value[i] === source[at]) {
      at += value[i] === "'" && source[at + 1] === "'" && value[i + 1] !== "'" ? 2 : 1;
    } else if (isBlank(value[i]) && isBlank(source[at])) at++;
    else if (source[at] === '\\') {
      const escaped = source[at + 1];
      if (escaped !== value[i] && !(isBlank(value[i]) && /[nrt]/.test(escaped ?? ''))) return undefined;
      at += 2;
    } else return undefined;
  }
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}
