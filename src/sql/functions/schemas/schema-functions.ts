import type { SqlHost, SqlSchema } from '../../row-source.ts';
import { SqlRuntimeError, type SqlText } from '../../sql-error.ts';
import { stringOf } from '../../text.ts';
import { isText, textOfBytes, type Value } from '../../values.ts';
import { bytesArgument } from '../arguments.ts';
import type { FunctionEntry } from '../function-entry.ts';

const group = 'schemas';

const MESSAGE_TYPE = 'message_type: text';

export const schemaFunctions: readonly FunctionEntry[] = [
  {
    name: 'schema_encode',
    group,
    forms: ['schema: text, data: any', `schema: text, data: any, ${MESSAGE_TYPE}`],
    gives: 'bytes',
    meaning: {
      en: 'the value as bytes of a registered schema; Protobuf needs the type of the message',
      zh: '按已注册的 Schema 把值编码为字节；Protobuf 需要给出消息类型',
    },
    examples: [
      ["bin2hexstr(schema_encode('pair_avro', payload.flat))", '"020674776F"'],
      ["bin2hexstr(schema_encode('pair_proto', payload.flat, 'Pair'))", '"0801120374776F"'],
      ["schema_encode('pair_json', payload.flat)", '"{\\"a\\":1,\\"b\\":\\"two\\"}"'],
    ],
    doubt: doubtSchema,
    bind: (host) => (schema, data, messageType) =>
      textOf(find(host, schema).encode(data, typeOf(messageType))),
  },
  {
    name: 'schema_decode',
    group,
    forms: ['schema: text, data: bytes', `schema: text, data: bytes, ${MESSAGE_TYPE}`],
    gives: 'any',
    meaning: {
      en: 'the value of bytes that a registered schema describes; Protobuf needs the type of the message',
      zh: '按已注册的 Schema 解码字节；Protobuf 需要给出消息类型',
    },
    examples: [
      ["schema_decode('pair_avro', hexstr2bin('020674776F'))", '{"a":1,"b":"two"}'],
      ["schema_decode('pair_proto', hexstr2bin('0801120374776F'), 'Pair')", '{"a":1,"b":"two"}'],
      ['schema_decode(\'pair_json\', \'{"a":1,"b":"two"}\')', '{"a":1,"b":"two"}'],
    ],
    doubt: doubtSchema,
    bind: (host) => (schema, data, messageType) =>
      find(host, schema).decode(bytesArgument(data), typeOf(messageType)),
  },
  {
    name: 'schema_check',
    group,
    forms: ['schema: text, data: any', `schema: text, data: any, ${MESSAGE_TYPE}`],
    gives: 'boolean',
    meaning: {
      en: 'whether text or bytes can be decoded by the schema, or any other value encoded',
      zh: '文本或字节能否按该 Schema 解码，其他值能否按该 Schema 编码',
    },
    examples: [
      ["schema_check('pair_json', payload.flat)", 'true'],
      ["schema_check('pair_json', payload.o)", 'false'],
      ["schema_check('pair_avro', hexstr2bin('0206'))", 'false'],
    ],
    doubt: doubtSchema,
    bind: (host) => (schema, data, messageType) => fits(find(host, schema), data, typeOf(messageType)),
  },
  {
    name: 'sparkplug_encode',
    group,
    forms: ['data: map', `data: map, ${MESSAGE_TYPE}`],
    gives: 'bytes',
    meaning: {
      en: 'the map as a Sparkplug B message, a Payload unless another type is given',
      zh: '把映射编码为 Sparkplug B 消息，默认类型为 Payload',
    },
    examples: [['bin2hexstr(sparkplug_encode(map(\'{"seq":1}\')))', '"1801"']],
    bind:
      ({ schemas }) =>
      (data, messageType) =>
        textOf(schemas.sparkplug.encode(data, typeOf(messageType))),
  },
  {
    name: 'sparkplug_decode',
    group,
    forms: ['data: bytes', `data: bytes, ${MESSAGE_TYPE}`],
    gives: 'map',
    meaning: {
      en: 'the map of a Sparkplug B message, a Payload unless another type is given',
      zh: '解码 Sparkplug B 消息，默认类型为 Payload',
    },
    examples: [["sparkplug_decode(hexstr2bin('1801'))", '{"metrics":[],"seq":1}']],
    bind:
      ({ schemas }) =>
      (data, messageType) =>
        schemas.sparkplug.decode(bytesArgument(data), typeOf(messageType)),
  },
  {
    name: 'spb_encode',
    group,
    forms: ['data: map'],
    gives: 'bytes',
    meaning: {
      en: 'a Sparkplug B payload; signed integers and lists in bytes_value are written as the datatype of the metric says',
      zh: 'Sparkplug B 负载；有符号整数和 bytes_value 中的列表按指标的 datatype 写入',
    },
    examples: [
      [
        'bin2hexstr(spb_encode(map(\'{"metrics":[{"datatype":1,"int_value":-1}]}\')))',
        '"1208200150FFFFFFFF0F"',
      ],
    ],
    bind:
      ({ schemas }) =>
      (data) =>
        textOf(schemas.typedSparkplug.encode(data)),
  },
  {
    name: 'spb_decode',
    group,
    forms: ['data: bytes'],
    gives: 'map',
    meaning: {
      en: 'a Sparkplug B payload; integers have the sign, and arrays in bytes_value the form, that the datatype of the metric says',
      zh: '解码 Sparkplug B 负载；整数的符号和 bytes_value 中数组的形式由指标的 datatype 决定',
    },
    examples: [
      ["spb_decode(hexstr2bin('1208200150FFFFFFFF0F'))", '{"metrics":[{"datatype":1,"int_value":-1}]}'],
    ],
    bind:
      ({ schemas }) =>
      (data) =>
        schemas.typedSparkplug.decode(bytesArgument(data)),
  },
];

/** At each call, since schemas come, change and go while rules run. */
function find({ schemas }: SqlHost, name: Value): SqlSchema {
  const text = stringOf(name);
  const schema = schemas.find(text);
  if (schema) return schema;
  throw new SqlRuntimeError({ code: 'noSuchSchema', name: text.slice(0, 100) });
}

function typeOf(messageType: Value): string | undefined {
  return messageType === undefined ? undefined : stringOf(messageType);
}

function textOf(encoded: string | Buffer): Value {
  return typeof encoded === 'string' ? encoded : textOfBytes(encoded);
}

function fits(schema: SqlSchema, data: Value, messageType: string | undefined): boolean {
  try {
    if (isText(data)) schema.decode(bytesArgument(data), messageType);
    else schema.encode(data, messageType);
    return true;
  } catch (error) {
    if (error instanceof SqlRuntimeError) return false;
    throw error;
  }
}

/** The schema may come later, so that the rule is not refused. */
function doubtSchema(
  { schemas }: SqlHost,
  [name, , messageType]: readonly Value[],
  count: number,
): SqlText | undefined {
  if (typeof name !== 'string') return undefined;
  try {
    const schema = schemas.find(name);
    if (!schema) return { code: 'unknownSchema', name };
    if (schema.type !== 'protobuf') return undefined;
    return count < 3 && messageType === undefined ? { code: 'messageTypeNeeded', name } : undefined;
  } catch (error) {
    if (error instanceof SqlRuntimeError) return { code: 'unusableSchema', detail: error.message };
    throw error;
  }
}
