import type { z } from 'zod';
import { SqlRuntimeError, type SqlSchema, type SqlSchemas } from '../sql/door.ts';
import type { Definitions } from '../store/definitions.ts';
import { compileSchema } from './codec.ts';
import { type SchemaDefinition, schemaChange, schemaDraft } from './schema-draft.ts';
import { SchemaError } from './schema-error.ts';
import type { SchemaFile } from './schema-files.ts';
import { SparkplugCodec, TypedSparkplugCodec } from './sparkplug/sparkplug-codecs.ts';

const MOST_SCHEMAS = 1000;
const KIND = 'schema';

/** The answer of `GET /schema_registry/{name}`. */
export type Schema = SchemaDefinition & { readonly name: string };

interface Entry {
  readonly definition: SchemaDefinition;
  /** Where it lies, if it is a file's. */
  readonly path?: string;
  /** Made by the first who needs it. */
  codec?: SqlSchema;
}

interface RegistryOptions {
  readonly definitions: Pick<Definitions, 'list' | 'put' | 'delete'>;
  /** They come before stored ones of the same name. */
  readonly files: readonly SchemaFile[];
}

/** The schemas that rules read and write by: stored ones, which the API changes, and those of the configured folder. */
export class SchemaRegistry implements SqlSchemas {
  readonly sparkplug = new SparkplugCodec();
  readonly typedSparkplug = new TypedSparkplugCodec(this.sparkplug);
  readonly #definitions: RegistryOptions['definitions'];
  readonly #entries = new Map<string, Entry>();

  constructor({ definitions, files }: RegistryOptions) {
    this.#definitions = definitions;
    for (const { id, body } of definitions.list<SchemaDefinition>(KIND)) {
      this.#entries.set(id, { definition: body });
    }
    for (const { name, type, source, path } of files) {
      this.#entries.set(name, { definition: { type, source, description: `file ${path}` }, path });
    }
  }

  /** In the order of their names. */
  list(): Schema[] {
    return [...this.#entries]
      .map(([name, { definition }]) => ({ name, ...definition }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws SchemaError NOT_FOUND */
  get(name: string): Schema {
    return { name, ...this.#entry(name).definition };
  }

  /** @throws SchemaError BAD_REQUEST, ALREADY_EXISTS */
  create(body: unknown): Schema {
    const { name, ...definition } = read(schemaDraft, body);
    if (this.#entries.has(name)) throw new SchemaError('ALREADY_EXISTS', `the schema ${name} exists already`);
    if (this.#entries.size >= MOST_SCHEMAS) {
      throw new SchemaError('BAD_REQUEST', `there are ${MOST_SCHEMAS} schemas already; delete some first`);
    }
    return this.#put(name, definition);
  }

  /** @throws SchemaError NOT_FOUND, BAD_REQUEST */
  update(name: string, body: unknown): Schema {
    this.#changeable(name);
    const { type, source, description } = read(schemaChange, body);
    return this.#put(name, { type, source, description });
  }

  /** @throws SchemaError NOT_FOUND, BAD_REQUEST */
  delete(name: string): void {
    this.#changeable(name);
    this.#definitions.delete(KIND, name);
    this.#entries.delete(name);
  }

  find(name: string): SqlSchema | undefined {
    const entry = this.#entries.get(name);
    if (!entry) return undefined;
    try {
      entry.codec ??= compileSchema(entry.definition);
      return entry.codec;
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      throw new SqlRuntimeError(`the schema ${name} cannot be used: ${error.message}`);
    }
  }

  #put(name: string, definition: SchemaDefinition): Schema {
    const codec = compileSchema(definition);
    this.#definitions.put(KIND, name, definition);
    this.#entries.set(name, { definition, codec });
    return { name, ...definition };
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (!entry) throw new SchemaError('NOT_FOUND', 'Schema not found');
    return entry;
  }

  #changeable(name: string): void {
    const { path } = this.#entry(name);
    if (path === undefined) return;
    throw new SchemaError('BAD_REQUEST', `the schema ${name} lies in ${path}; change it there and restart`);
  }
}

function read<Body extends z.ZodType>(schema: Body, body: unknown): z.output<Body> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw new SchemaError(
    'BAD_REQUEST',
    `${path === '' ? '' : `${path}: `}${issue?.message ?? 'not readable'}`,
  );
}
