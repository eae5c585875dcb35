/** Error codes of EMQX's API, by which `api/problems.ts` finds the status. */
type SchemaErrorCode = 'ALREADY_EXISTS' | 'BAD_REQUEST' | 'NOT_FOUND';

/** The only exception by which the registry refuses what it is asked. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
  readonly code: SchemaErrorCode;

  constructor(code: SchemaErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** What a library says about a schema's source. */
export function invalidSource(error: unknown): SchemaError {
  const said = error instanceof Error ? error.message : String(error);
  return new SchemaError('BAD_REQUEST', `source: ${said.slice(0, 500)}`);
}
