/** The paths that have routes, to tell an unknown path (404) from a method that a path does not have (405). */
export class KnownPaths {
  readonly #paths = new Map<string, { segments: readonly string[]; methods: Set<string> }>();

  /** @param url as routes declare it: `/rules/:id` */
  add(url: string, methods: readonly string[]): void {
    const known = this.#paths.get(url) ?? { segments: url.split('/'), methods: new Set<string>() };
    for (const method of methods) known.methods.add(method);
    this.#paths.set(url, known);
  }

  /** The methods of a path, sorted; empty when the path is unknown. */
  methodsOf(path: string): string[] {
    const segments = path.split('/');
    const fitting = [...this.#paths.values()].filter((known) => fits(known.segments, segments));
    return [...new Set(fitting.flatMap(({ methods }) => [...methods]))].toSorted();
  }
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => (part.startsWith(':') ? segments[index] !== '' : part === segments[index]))
  );
}
