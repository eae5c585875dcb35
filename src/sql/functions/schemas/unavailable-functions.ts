import type { Wording } from '../function-entry.ts';

const registry: Wording = {
  en: 'it needs a schema registry outside; register the schema here by POST /schema_registry, and use schema_encode() and schema_decode()',
  zh: '它需要外部的模式注册中心；请用 POST /schema_registry 在此注册模式，并使用 schema_encode() 和 schema_decode()',
};

const tagged: Wording = {
  en: "it needs a schema registry outside; the tag is 5 bytes, so schema_decode(schema, subbits(payload, 41, bitsize(payload) - 40, 'bits')) reads what follows it",
  zh: "它需要外部的模式注册中心；标记占 5 个字节，可用 schema_decode(schema, subbits(payload, 41, bitsize(payload) - 40, 'bits')) 读取其后的内容",
};

const model: Wording = {
  en: 'a rule does not wait for a model; send the row there by an HTTP action, and let the answer come back as a message',
  zh: '规则不会等待模型；请用 HTTP 动作把结果行发送过去，再以消息的形式收回答复',
};

/** Functions of EMQX that need something outside, and what to do instead. */
export const unavailableFunctions: ReadonlyMap<string, Wording> = new Map([
  ['avro_encode', registry],
  ['avro_decode', registry],
  ['schema_encode_and_tag', tagged],
  ['schema_decode_tagged', tagged],
  ['ai_completion', model],
]);
