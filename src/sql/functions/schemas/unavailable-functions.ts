import type { Wording } from '../function-entry.ts';

const registry: Wording = {
  en: 'it needs a schema registry outside; register the schema here by POST /schema_registry, and use schema_encode() and schema_decode()',
  zh: '它需要外部的 Schema 注册中心；请用 POST /schema_registry 在此注册 Schema，并使用 schema_encode() 和 schema_decode()',
};

const tagged: Wording = {
  en: "it needs a schema registry outside; the tag is 5 bytes, so schema_decode(schema, subbits(payload, 41, bitsize(payload) - 40, 'bits')) reads what follows it",
  zh: "它需要外部的 Schema 注册中心；标记占 5 个字节，可用 schema_decode(schema, subbits(payload, 41, bitsize(payload) - 40, 'bits')) 读取其后的内容",
};

const model: Wording = {
  en: 'a rule does not wait for a model; send the row there by an HTTP action, and let the answer come back as a message',
  zh: '规则不会等待模型；请用 HTTP 动作把结果行发送过去，再以消息的形式收回答复',
};

const level: Wording = {
  en: "write topic(2), or split(topic, '/')[2]",
  zh: "请写成 topic(2) 或 split(topic, '/')[2]",
};

const elsewhere: Wording = {
  en: 'it belongs to the expressions of EMQX for client attributes and listeners, which are another language',
  zh: '它属于 EMQX 用于客户端属性和监听器的表达式，那是另一种语言',
};

const aggregate: Wording = {
  en: 'a rule sees one event at a time; keep a total by kv_store_put()',
  zh: '规则每次只处理一个事件；可用 kv_store_put() 保存累计值',
};

function instead(text: string): Wording {
  return { en: `write ${text}`, zh: `请写成 ${text}` };
}

/** Functions that people look for here: of EMQX, some of them in its other languages, and of SQL. */
export const unavailableFunctions: ReadonlyMap<string, Wording> = new Map([
  ['avro_encode', registry],
  ['avro_decode', registry],
  ['schema_encode_and_tag', tagged],
  ['schema_decode_tagged', tagged],
  ['ai_completion', model],
  ['nth_topic_level', level],
  ['topic_levels', level],
  ['any_to_str', instead('str(x)')],
  ['num_comp', instead('a < b, a = b')],
  ['str_comp', instead('a < b, a = b')],
  ['rand_str', instead('uuid_v4_no_hyphen()')],
  ['json_value', instead("map_get('a.b', json)")],
  ['jwt_value', elsewhere],
  ['hash_to_range', elsewhere],
  ['map_to_range', elsewhere],
  ['count', aggregate],
  ['sum', aggregate],
  ['avg', aggregate],
  ['min', aggregate],
  ['max', aggregate],
]);
