import type { TestContext } from 'node:test';

/** What the contract test must know of a kind of connector. One file each, and a line in `all-fixtures.ts`. */
export interface ConnectorFixture {
  readonly type: string;
  /** Why its other side cannot be had here; `realServer(…).skip`. */
  readonly skip?: string | false;
  /** Settings that are refused, and the path of the member that the refusal names. The first are good but for that. */
  readonly refused: readonly (readonly [settings: Record<string, unknown>, path: string])[];
  /** Good settings that lead to this host. Absent: it goes to no host. */
  at?(host: string): Record<string, unknown>;
  open(t: TestContext): Promise<OtherSide>;
}

/** A place outside, or one that behaves like it. */
export interface OtherSide {
  /** With `secrets` in them. */
  readonly settings: Record<string, unknown>;
  /** One that it takes. */
  readonly request: unknown;
  /** No description of a request shows them. */
  readonly secrets: readonly string[];
  /** How many requests have reached it. */
  arrived(): number | Promise<number>;
  /** A request that it refuses for good, if need be after it was told to. Absent: it refuses none. */
  refused?(): unknown;
  /** It goes on listening, and answers nothing any more. */
  hang?(): void;
  /** Nobody is there. */
  goAway?(): unknown;
  comeBack?(): unknown;
}
