import { JSON_SCHEMAS, type JsonSchemaName, jsonSchemaOf } from '../../src/object-files/json-schemas.ts';

/** What the first line of a file names, beside which it lies or by its place in the package. */
const NAMES: Readonly<Record<JsonSchemaName, string>> = {
  settings: 'schema/tocsin.schema.json',
  objects: 'schema/objects.schema.json',
};

/** The JSON Schemas of configuration files, for editors that ask no broker. */
export function schemaFiles(): readonly { readonly path: string; readonly text: string }[] {
  return JSON_SCHEMAS.map((name) => ({
    path: NAMES[name],
    text: `${JSON.stringify(jsonSchemaOf(name), null, 1)}\n`,
  }));
}
