/** Host names, each with all below it. Compared without case and without the dot that may end a full name. */
export class HostRules {
  readonly #names: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.#names = new Set(names.map(normalize));
  }

  /** `a.b.example` is covered by `b.example`, and by itself. */
  cover(host: string): boolean {
    if (this.#names.size === 0) return false;
    const labels = normalize(host).split('.');
    return labels.some((_label, index) => this.#names.has(labels.slice(index).join('.')));
  }
}

/** As DNS is asked: in Punycode, with full-width dots as dots. */
function normalize(host: string): string {
  const hostname = URL.parse(`http://${host}/`)?.hostname ?? host.toLowerCase();
  return hostname.replace(/\.+$/, '');
}
