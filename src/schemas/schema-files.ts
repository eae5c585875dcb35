import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { readBoundedFileSync } from '../lib/bounded-file.ts';
import { compileSchema } from './codec.ts';
import { LONGEST_SOURCE, type SchemaType, schemaName } from './schema-draft.ts';

/** A schema that lies in a file: its name is the file's, its type the ending's. */
export interface SchemaFile {
  readonly name: string;
  readonly type: SchemaType;
  readonly source: string;
  readonly path: string;
}

const typeOfEnding = new Map<string, SchemaType>([
  ['.json', 'json'],
  ['.avsc', 'avro'],
  ['.proto', 'protobuf'],
]);

const ENDINGS = [...typeOfEnding.keys()].join(', ');

/**
 * The schemas of a folder, in the order of their names. What has another ending is left alone.
 * @throws Error that names the file and what is wrong with it
 */
export function readSchemaFiles(directory: string): SchemaFile[] {
  const names = attempt(directory, () => readdirSync(directory)).sort();
  const files = names.flatMap((name) => {
    const type = typeOfEnding.get(extname(name));
    return type === undefined
      ? []
      : [readSchemaFile(join(directory, name), name.slice(0, -extname(name).length), type)];
  });
  const seen = new Map<string, string>();
  for (const { name, path } of files) {
    const other = seen.get(name);
    if (other !== undefined)
      throw new Error(`${SETTING}: ${other} and ${path} are both called ${name}; rename one`);
    seen.set(name, path);
  }
  return files;
}

const SETTING = 'schema_registry.directory';

function readSchemaFile(path: string, name: string, type: SchemaType): SchemaFile {
  return attempt(path, () => {
    if (!schemaName.safeParse(name).success) {
      throw new Error(
        `a schema's name has only letters, digits, - and _; rename the file (*${ENDINGS.replaceAll(' ', ' *')})`,
      );
    }
    const source = readBoundedFileSync(path, LONGEST_SOURCE);
    compileSchema({ type, source });
    return { name, type, source, path };
  });
}

function attempt<Result>(path: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw new Error(`${SETTING}: ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
