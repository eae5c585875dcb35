import { isInteger, isList, isMap, type SqlSchema, type Value } from '../../sql/door.ts';
import { isText, newMap, toInteger } from '../../sql/values.ts';
import { ProtobufCodec } from '../protobuf/protobuf-codec.ts';
import { INTEGER_BITS } from './data-types.ts';
import { packArray, unpackArray } from './packed-array.ts';
import { sparkplugProto } from './sparkplug-proto.ts';

const PAYLOAD = 'Payload';

/** Sparkplug B as its messages are. */
export class SparkplugCodec implements SqlSchema {
  readonly type = 'protobuf';
  #codec: ProtobufCodec | undefined;

  encode(value: Value, messageType: string = PAYLOAD): Buffer {
    return this.#schema().encode(value, messageType);
  }

  decode(bytes: Buffer, messageType: string = PAYLOAD): Value {
    return this.#schema().decode(bytes, messageType);
  }

  #schema(): ProtobufCodec {
    this.#codec ??= new ProtobufCodec(sparkplugProto);
    return this.#codec;
  }
}

/**
 * The same with the values of metrics as their `datatype` means them: on the wire integers have no sign, and arrays are
 * bytes. Each stays in its member (`int_value` …), so that what is decoded can be encoded again.
 */
export class TypedSparkplugCodec implements SqlSchema {
  readonly type = 'protobuf';
  readonly #plain: SqlSchema;

  constructor(plain: SqlSchema) {
    this.#plain = plain;
  }

  encode(value: Value, messageType?: string): string | Buffer {
    return this.#plain.encode(withMetrics(value, toWire), messageType);
  }

  decode(bytes: Buffer, messageType?: string): Value {
    return withMetrics(this.#plain.decode(bytes, messageType), fromWire);
  }
}

type Metric = Readonly<Record<string, Value>>;

/** A copy with all metrics changed, those within templates too. */
function withMetrics(value: Value, change: (metric: Metric) => Value, depth = 0): Value {
  if (!isMap(value) || !isList(value.metrics) || depth > 64) return value;
  const metrics = value.metrics.map((metric) => {
    if (!isMap(metric)) return metric;
    const template = withMetrics(metric.template_value, change, depth + 1);
    return change(template === undefined ? metric : { ...metric, template_value: template });
  });
  return Object.assign(newMap(value), { metrics });
}

function fromWire(metric: Metric): Value {
  const { datatype, bytes_value: bytes } = metric;
  if (typeof datatype !== 'number') return newMap(metric);
  const type = INTEGER_BITS[datatype];
  const integer = type && metric[type.member];
  if (type && isInteger(integer)) return changed(metric, type.member, signed(integer, type.bits));
  const list = isText(bytes) ? unpackArray(datatype, Buffer.from(bytes as string)) : undefined;
  return list === undefined ? newMap(metric) : changed(metric, 'bytes_value', list);
}

function toWire(metric: Metric): Value {
  const { datatype, bytes_value: list } = metric;
  if (typeof datatype !== 'number') return newMap(metric);
  const type = INTEGER_BITS[datatype];
  const integer = type && metric[type.member];
  if (type && isInteger(integer)) {
    // Bits beyond those of the type are zero or, as other encoders send them, the sign's: both are read back.
    const width = type.member === 'long_value' ? 64 : 32;
    return changed(metric, type.member, toInteger(BigInt.asUintN(width, BigInt(integer))));
  }
  return isList(list) ? changed(metric, 'bytes_value', packArray(datatype, list)) : newMap(metric);
}

function signed(integer: number | bigint, bits: number): number | bigint {
  return toInteger(BigInt.asIntN(bits, BigInt(integer)));
}

function changed(metric: Metric, member: string, value: Value): Value {
  return Object.assign(newMap(metric), { [member]: value });
}
