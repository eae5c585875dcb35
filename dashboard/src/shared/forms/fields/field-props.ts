import type { JsonSchema } from '../json-schema.ts';

/** What every field of a form gets. */
export interface FieldProps {
  readonly schema: JsonSchema;
  /** Names of the members around it, its own last. */
  readonly path: readonly string[];
  /** What the JSON document has there; undefined: nothing, so that the default holds. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly required?: boolean;
}
