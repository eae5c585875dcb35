import type { Definition } from '../../src/store/definitions.ts';

/** Documents in memory. */
export class FakeDocuments {
  readonly #documents = new Map<string, Map<string, Definition>>();

  list<Body>(kind: string): Definition<Body>[] {
    return [...(this.#documents.get(kind)?.values() ?? [])] as Definition<Body>[];
  }

  get<Body>(kind: string, id: string): Definition<Body> | undefined {
    return this.#documents.get(kind)?.get(id) as Definition<Body> | undefined;
  }

  put<Body>(kind: string, id: string, body: Body): Definition<Body> {
    const documents = this.#documents.get(kind) ?? new Map<string, Definition>();
    // Through JSON, as a store does it.
    const stored = { id, body: JSON.parse(JSON.stringify(body)) as Body, createdAt: 0, updatedAt: 0 };
    documents.set(id, stored);
    this.#documents.set(kind, documents);
    return stored;
  }

  delete(kind: string, id: string): boolean {
    return this.#documents.get(kind)?.delete(id) ?? false;
  }
}
