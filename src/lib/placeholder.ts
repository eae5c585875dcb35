/**
 * The placeholders of templates: `${a.b}`, and what EMQX has not: a default and filters,
 * `${a.b:-unknown}`, `${ts | date('Asia/Shanghai')}`, `${a:-'n/a' | json}`.
 */
export interface Placeholder {
  /** With its braces. */
  readonly source: string;
  /** `[]` is the whole row. */
  readonly path: readonly string[];
  /** Stands for a value that is missing, null or an empty text. */
  readonly fallback: { readonly text: string; readonly quoted: boolean } | undefined;
  /** In the order in which they are applied. */
  readonly filters: readonly FilterCall[];
}

export interface FilterCall {
  readonly name: string;
  readonly args: readonly string[];
  /** Where its name begins: characters of the template before it. */
  readonly at: number;
}

/** A template that cannot be read. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  /** Characters of the template before the mistake. */
  readonly at: number;
  /** What was probably meant. */
  readonly suggestion: string | undefined;

  constructor(message: string, at: number, suggestion?: string) {
    super(message);
    this.at = at;
    this.suggestion = suggestion;
  }
}

/** `${$}`: a dollar sign that begins no placeholder. */
export const DOLLAR = 'dollar';

/** Any other character, such as a space or a hyphen, and it is not a placeholder. */
const PLAIN = /\$\{(\$|[A-Za-z0-9_.]*)\}/y;
/** A default or a filter follows: no template of EMQX means anything by it. */
const EXTENDED = /\$\{ {0,8}([A-Za-z0-9_.]{0,500}) {0,8}(?=:-|\|)/y;
const QUOTED_DEFAULT = /:- {0,8}(?:'([^']{0,1000})'|"([^"]{0,1000})") {0,8}(?=[|}])/y;
const BARE_DEFAULT = /:-([^|}]{0,1000})/y;
const PIPE = /\| {0,8}/y;
const FILTER = /([A-Za-z_]\w{0,60}) {0,8}/y;
const OPENING = /\( {0,8}/y;
const ARGUMENT = /(?:'([^']{0,200})'|"([^"]{0,200})"|(\d{1,15})) {0,8}/y;
const COMMA = /, {0,8}/y;
const CLOSING = /\) {0,8}/y;

/**
 * What begins at a `${`; undefined when it is no placeholder but text.
 * @throws TemplateError for a default or filter that cannot be read
 */
export function placeholderAt(template: string, at: number): Placeholder | typeof DOLLAR | undefined {
  PLAIN.lastIndex = at;
  const plain = PLAIN.exec(template);
  if (plain) {
    const [source, name = ''] = plain;
    return name === '$' ? DOLLAR : { source, path: pathOf(name), fallback: undefined, filters: [] };
  }
  return new ExtendedReader(template, at).read();
}

/** All placeholders of a template, in their order; those that cannot be read are left out. */
export function placeholdersIn(template: string): Placeholder[] {
  const found: Placeholder[] = [];
  for (let at = template.indexOf('${'); at !== -1; at = template.indexOf('${', at + 2)) {
    try {
      const placeholder = placeholderAt(template, at);
      if (typeof placeholder === 'object') found.push(placeholder);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
    }
  }
  return found;
}

/** Its own text alone. */
export function withoutPlaceholders(template: string): string {
  return placeholdersIn(template).reduce((rest, { source }) => rest.replace(source, ''), template);
}

/** A template that is one placeholder and nothing else but white space; undefined when it is more, or none. */
export function solePlaceholder(template: string): Placeholder | undefined {
  const trimmed = template.trim();
  if (!trimmed.startsWith('${') || !trimmed.endsWith('}')) return undefined;
  const placeholder = placeholdersIn(trimmed)[0];
  return placeholder?.source === trimmed ? placeholder : undefined;
}

/** `a.b` and `.a.b` are the same; nothing, or a point alone, is the whole row. */
function pathOf(name: string): string[] {
  const bare = name.replace(/^\./, '');
  return bare === '' ? [] : bare.split('.');
}

class ExtendedReader {
  readonly #template: string;
  readonly #start: number;
  #at: number;

  constructor(template: string, start: number) {
    this.#template = template;
    this.#start = start;
    this.#at = start;
  }

  read(): Placeholder | undefined {
    const beginning = this.#take(EXTENDED);
    if (!beginning) return undefined;
    const fallback = this.#fallback();
    const filters: FilterCall[] = [];
    while (this.#take(PIPE)) filters.push(this.#filter());
    if (this.#template[this.#at] !== '}') {
      if (this.#template.startsWith(':-', this.#at)) {
        throw this.#mistake('a default stands before the filters: ${name:-default | filter}');
      }
      throw this.#mistake('a placeholder with a default or filters ends with }; write ${$}{ for a plain ${');
    }
    const source = this.#template.slice(this.#start, this.#at + 1);
    return { source, path: pathOf(beginning[1] ?? ''), fallback, filters };
  }

  #fallback(): Placeholder['fallback'] {
    const quoted = this.#take(QUOTED_DEFAULT);
    if (quoted) return { text: quoted[1] ?? quoted[2] ?? '', quoted: true };
    const bare = this.#take(BARE_DEFAULT);
    if (bare?.[1]?.includes('${')) throw this.#mistake('a default is a text, no placeholder can stand in it');
    return bare ? { text: (bare[1] ?? '').trim(), quoted: false } : undefined;
  }

  #filter(): FilterCall {
    const at = this.#at;
    const name = this.#take(FILTER)?.[1];
    if (name === undefined) throw this.#mistake("a filter stands behind |, such as json or date('UTC')");
    const args: string[] = [];
    if (this.#take(OPENING) && !this.#take(CLOSING)) {
      do {
        const found = this.#take(ARGUMENT);
        if (!found) throw this.#mistake(`write what ${name}() is given in quotes, such as 'Asia/Shanghai'`);
        args.push(found[1] ?? found[2] ?? found[3] ?? '');
      } while (this.#take(COMMA));
      if (!this.#take(CLOSING)) throw this.#mistake(`${name}( has no )`);
    }
    return { name, args, at };
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#template);
    if (found) this.#at = pattern.lastIndex;
    return found ?? undefined;
  }

  #mistake(message: string): TemplateError {
    return new TemplateError(message, this.#at);
  }
}
