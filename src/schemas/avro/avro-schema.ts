import type { Type, types } from 'avsc';
import { latePackage } from '../../lib/late-package.ts';
import type { AvroRecord, AvroType } from './avro-type.ts';

const avsc = latePackage<typeof import('avsc')>('avsc');

/** The types of a schema, which the package checks and whose names it resolves. @throws Error */
export function readAvroSchema(source: string): AvroType {
  const schema = JSON.parse(source) as Parameters<typeof Type.forSchema>[0];
  return new SchemaReader().read(avsc().Type.forSchema(schema, { wrapUnions: true }));
}

class SchemaReader {
  readonly #records = new Map<Type, AvroRecord>();

  read(type: Type): AvroType {
    const kind = type.typeName.replace(/:.*/, '');
    switch (kind) {
      case 'null':
      case 'boolean':
      case 'int':
      case 'long':
      case 'float':
      case 'double':
      case 'bytes':
      case 'string':
        return { kind };
      case 'fixed':
        return { kind, name: nameOf(type), size: (type as types.FixedType).size };
      case 'enum':
        return { kind, name: nameOf(type), symbols: [...(type as types.EnumType).symbols] };
      case 'array':
        return { kind, items: this.read((type as types.ArrayType).itemsType) };
      case 'map':
        return { kind, values: this.read((type as types.MapType).valuesType) };
      case 'union':
        return { kind, branches: (type as types.WrappedUnionType).types.map((branch) => this.read(branch)) };
      default:
        return this.#record(type as types.RecordType);
    }
  }

  #record(type: types.RecordType): AvroRecord {
    const known = this.#records.get(type);
    if (known) return known;
    const record: AvroRecord = { kind: 'record', name: nameOf(type), fields: [] };
    this.#records.set(type, record);
    for (const field of type.fields) {
      const value: unknown = field.defaultValue();
      const byDefault = value === undefined ? undefined : field.type.toBuffer(value);
      record.fields.push({ name: field.name, type: this.read(field.type), byDefault });
    }
    return record;
  }
}

function nameOf(type: Type): string {
  return type.name ?? type.typeName;
}
