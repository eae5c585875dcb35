/** What the floors above may use of the schemas. */

export { type SchemaDraft, schemaChange, schemaDraft } from './schema-draft.ts';
export { SchemaError } from './schema-error.ts';
export { readSchemaFiles } from './schema-files.ts';
export { type Schema, SchemaRegistry } from './schema-registry.ts';
