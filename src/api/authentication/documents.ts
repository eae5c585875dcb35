/** A named JSON document, as the store keeps it. Times are Unix milliseconds. */
export interface StoredDocument {
  readonly id: string;
  readonly body: unknown;
  readonly createdAt: number;
}

/** Where users and API keys are kept. What `put` and `delete` did is on disk when they return. */
export interface Documents {
  list(kind: string): readonly StoredDocument[];
  get(kind: string, id: string): StoredDocument | undefined;
  put(kind: string, id: string, body: unknown): unknown;
  delete(kind: string, id: string): unknown;
}
