import type { AnySchema, ErrorObject, Options, ValidateFunction } from 'ajv';
import { latePackage } from '../lib/late-package.ts';
import { compileGuarded } from '../lib/patterns/guarded-pattern.ts';
import { decodePayload, SqlRuntimeError, type SqlSchema, toJsonText, type Value } from '../sql/door.ts';

const draft7 = latePackage<typeof import('ajv')>('ajv');
const draft2019 = latePackage<typeof import('ajv/dist/2019.js')>('ajv/dist/2019.js');
const draft2020 = latePackage<typeof import('ajv/dist/2020.js')>('ajv/dist/2020.js');
const metaDraft6 = latePackage<object>('ajv/dist/refs/json-schema-draft-06.json');

/** Values are JSON texts that the schema accepts. Formats (`date-time` …) are not looked at. */
export class JsonCodec implements SqlSchema {
  readonly type = 'json';
  readonly #validate: ValidateFunction;

  /** @throws Error of ajv, or SyntaxError */
  constructor(source: string) {
    const schema = JSON.parse(source) as AnySchema;
    const draft = typeof schema === 'object' && schema !== null ? String(schema.$schema ?? '') : '';
    const ajv = validatorFor(draft);
    // In place of ajv's own, which compares every pair of elements.
    ajv.removeKeyword('uniqueItems');
    ajv.addKeyword({ keyword: 'uniqueItems', type: 'array', schemaType: 'boolean', validate: areUnique });
    this.#validate = ajv.compile(schema);
  }

  encode(value: Value): string {
    const text = toJsonText(value);
    this.#check(JSON.parse(text));
    return text;
  }

  decode(bytes: Buffer): Value {
    const value = decodePayload(bytes);
    this.#check(JSON.parse(bytes.toString()));
    return value;
  }

  #check(value: unknown): void {
    if (this.#validate(value)) return;
    throw new SqlRuntimeError(`the data does not fit the schema: ${saying(this.#validate.errors?.[0])}`);
  }
}

/** Patterns of a schema meet the texts of devices, as those of rules do. */
const regExp = Object.assign((pattern: string) => compileGuarded(pattern), { code: 'compileGuarded' });

const options: Options = { strict: false, validateFormats: false, logger: false, code: { regExp } };

function validatorFor(draft: string) {
  if (draft.includes('/2020-12/')) return new (draft2020().default)(options);
  if (draft.includes('/2019-09/')) return new (draft2019().default)(options);
  if (/draft-0[34]\//.test(draft)) {
    throw new TypeError(`${draft} is older than what is read here; write the schema for draft-06 or later`);
  }
  const ajv = new (draft7().default)(options);
  ajv.addMetaSchema(metaDraft6());
  return ajv;
}

function areUnique(wanted: boolean, items: readonly unknown[]): boolean {
  return !wanted || new Set(items.map(canonical)).size === items.length;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function saying(error: ErrorObject | undefined): string {
  if (!error) return 'it is another kind of value';
  const where = error.instancePath === '' ? '' : `${error.instancePath} `;
  return `${where}${error.message ?? error.keyword}`;
}
