import { type Message, type MessageDraft, mayPublish } from '../broker/door.ts';
import { isInteger, isList, isMap, type RowSource, toTemplateText, type Value } from '../sql/door.ts';
import type { TopicRules } from './event-topics.ts';
import type { RowTemplate } from './row-template.ts';
import type { RepublishArguments } from './rule-draft.ts';
import { ValueTemplate } from './value-template.ts';

type Properties = NonNullable<MessageDraft['properties']>;
type QoS = MessageDraft['qos'];

/** Bytes of a text or of binary data in a packet. */
const LONGEST_FIELD = 65_535;

/** Asks for the properties of the message that the rule saw; its quotes are no placeholder of a template. */
const ORIGINAL_PROPERTIES = `\${pub_props.'User-Property'}`;

const WHOLE_ROW = `\${.}`;

/** What to publish, but for who publishes it. */
export interface Republication {
  message: Omit<MessageDraft, 'from'>;
  /** No rule sees the message. */
  directDispatch: boolean;
}

/** `republish` with its templates cut up once. */
export class Republish {
  readonly #topic: ValueTemplate;
  readonly #qos: ValueTemplate | QoS;
  readonly #retain: ValueTemplate | boolean;
  readonly #payload: ValueTemplate;
  readonly #properties: ReadonlyArray<readonly [name: string, template: ValueTemplate]>;
  readonly #userProperties: ValueTemplate | 'original';
  readonly #directDispatch: ValueTemplate | boolean;
  readonly #topics: TopicRules;
  /** Whoever wrote the rule named a tree of the broker, in so many words. */
  readonly #isReservedMeant: boolean;

  constructor(args: RepublishArguments, topics: TopicRules) {
    this.#topic = new ValueTemplate(args.topic);
    this.#qos = typeof args.qos === 'string' ? new ValueTemplate(args.qos) : args.qos;
    this.#retain = typeof args.retain === 'string' ? new ValueTemplate(args.retain) : args.retain;
    this.#payload = new ValueTemplate(args.payload === '' ? WHOLE_ROW : args.payload);
    this.#properties = Object.entries(args.mqtt_properties).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, new ValueTemplate(text)] as const],
    );
    this.#userProperties =
      args.user_properties === ORIGINAL_PROPERTIES ? 'original' : new ValueTemplate(args.user_properties);
    this.#directDispatch =
      typeof args.direct_dispatch === 'string'
        ? new ValueTemplate(args.direct_dispatch)
        : args.direct_dispatch;
    this.#topics = topics;
    this.#isReservedMeant = !mayPublish(args.topic);
  }

  /**
   * @param source the event that the row was made of
   * @param leftOut told of a property whose value cannot be used
   * @throws Error when the topic that the template gives cannot be published to
   */
  draft(row: RowTemplate, source: RowSource, leftOut?: (property: string) => void): Republication {
    const topic = this.#topic.text(row);
    if (!this.#topics.isValidTopicName(topic)) {
      const shown = JSON.stringify(topic.slice(0, 100));
      throw new Error(`republish: ${shown} is not a topic name: it must not be empty nor contain + or #`);
    }
    if (!this.#isReservedMeant && !mayPublish(topic)) {
      const shown = JSON.stringify(topic.slice(0, 100));
      throw new Error(
        `republish: ${shown} is a tree of the broker, and came from a value: write its first level into the rule if you mean it`,
      );
    }
    return {
      message: {
        topic,
        qos: toQos(argumentValue(this.#qos, row)),
        retain: toSwitch(argumentValue(this.#retain, row)),
        payload: this.#payload.bytes(row),
        properties: {
          ...mqttProperties(this.#properties, row, leftOut),
          ...this.#userPropertiesOf(row, source),
        },
      },
      directDispatch: toSwitch(argumentValue(this.#directDispatch, row)),
    };
  }

  #userPropertiesOf(row: RowTemplate, source: RowSource): Properties {
    const pairs =
      this.#userProperties === 'original'
        ? originalPairs(source.column('pub_props'))
        : pairsOfMap(this.#userProperties.optional(row));
    const usable = pairs.filter(([key, value]) => isMqttText(key) && isMqttText(value));
    return usable.length > 0 ? { userProperties: usable } : {};
  }
}

type Pair = readonly [key: string, value: string];

/** The pairs know order and duplicates, which the map has lost. */
function originalPairs(properties: Value): Pair[] {
  if (!isMap(properties)) return [];
  const pairs = properties['User-Property-Pairs'];
  if (!isList(pairs)) return pairsOfMap(properties['User-Property']);
  return pairs
    .filter((pair) => isMap(pair))
    .map((pair) => [toTemplateText(pair.key), toTemplateText(pair.value)]);
}

function pairsOfMap(map: Value): Pair[] {
  return isMap(map) ? Object.entries(map).map(([key, value]) => [key, toTemplateText(value)]) : [];
}

/** What has no value is 0, or false. */
function argumentValue<Fixed extends Value>(argument: ValueTemplate | Fixed, row: RowTemplate): Value {
  return argument instanceof ValueTemplate ? argument.optional(row) : argument;
}

function toQos(value: Value): QoS {
  const number = typeof value === 'string' ? Number(value) : value;
  return number === 1 || number === 2 ? number : 0;
}

function toSwitch(value: Value): boolean {
  return value === true || value === 'true' || value === 1;
}

const readers: Record<string, (value: Value) => Properties> = {
  'Payload-Format-Indicator': (value) => {
    const number = toInteger(value);
    return number === 0 || number === 1 ? { payloadFormatIndicator: number } : {};
  },
  'Message-Expiry-Interval': (value) => {
    const seconds = toInteger(value);
    return seconds !== undefined && seconds >= 0 && seconds <= 0xffffffff
      ? { messageExpiryInterval: seconds }
      : {};
  },
  'Content-Type': (value) => {
    const text = toTemplateText(value);
    return isMqttText(text) ? { contentType: text } : {};
  },
  'Response-Topic': (value) => {
    const text = toTemplateText(value);
    // A response topic must be a topic name [MQTT-3.3.2-14].
    return isMqttText(text) && !/[+#]/.test(text) ? { responseTopic: text } : {};
  },
  'Correlation-Data': (value) => {
    const bytes = Buffer.isBuffer(value) ? value : Buffer.from(toTemplateText(value));
    return bytes.length <= LONGEST_FIELD ? { correlationData: bytes } : {};
  },
};

/** Whether a packet can carry the text (§1.5.4): well-formed, no U+0000, at most 65,535 bytes. */
function isMqttText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0') && Buffer.byteLength(text) <= LONGEST_FIELD;
}

/** A property whose value cannot be used is left out, and the message goes without it. */
function mqttProperties(
  templates: ReadonlyArray<readonly [name: string, template: ValueTemplate]>,
  row: RowTemplate,
  leftOut: ((property: string) => void) | undefined,
): Message['properties'] {
  const properties: Properties = {};
  for (const [name, template] of templates) {
    const value = template.value(row);
    const property = value === undefined ? {} : readers[name]?.(value);
    Object.assign(properties, property);
    if (leftOut && Object.keys(property ?? {}).length === 0) leftOut(name);
  }
  return properties;
}

function toInteger(value: Value): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && isInteger(number) ? number : undefined;
}
