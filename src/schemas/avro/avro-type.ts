/** A type of Avro, as far as reading and writing look at it. The package gives them, with all names resolved. */
export type AvroType =
  | AvroScalar
  | { readonly kind: 'array'; readonly items: AvroType }
  | { readonly kind: 'map'; readonly values: AvroType }
  | { readonly kind: 'union'; readonly branches: readonly AvroType[] }
  | AvroRecord;

/** What holds no other value. */
export type AvroScalar =
  | { readonly kind: 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string' }
  | { readonly kind: 'fixed'; readonly name: string; readonly size: number }
  | { readonly kind: 'enum'; readonly name: string; readonly symbols: readonly string[] };

export interface AvroRecord {
  readonly kind: 'record';
  readonly name: string;
  /** Filled after it is made, since a record may hold itself. */
  readonly fields: AvroField[];
}

export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  /** The default as it is written. */
  readonly byDefault: Buffer | undefined;
}

/** The name that a union's branch has in JSON: of the type itself, if it has one. */
export function branchName(type: AvroType): string {
  return 'name' in type ? type.name : type.kind;
}
