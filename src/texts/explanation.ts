/** What an explanation of a rule says. Values come written as SQL writes them, parts of a statement as its author did. */

interface Condition {
  /** From 1. */
  readonly at: number;
  readonly of: number;
}

const en = {
  // The sentence, whose parts are joined.
  separator: '; ',
  andSo: ', and ',
  fromMatched: ({ matched, of }: { matched: number; of: number }) => `FROM ${matched}/${of} matched`,
  noEvent: ({ wait, clientId }: { wait: string; clientId: string | undefined }) =>
    clientId === undefined
      ? `no event that fits FROM came within ${wait}`
      : `no event of the client ${clientId} came within ${wait}`,
  noCondition: () => 'there is no condition',
  conditionsTrue: ({ of }: { of: number }) =>
    of === 1 ? 'condition 1/1 is true' : `all ${of} conditions are true`,
  conditionFalse: ({ at, of, why }: Condition & { why: string }) => `condition ${at}/${of} is false: ${why}`,
  conditionFails: ({ at, of, why }: Condition & { why: string }) => `condition ${at}/${of} fails: ${why}`,
  selectFails: ({ why }: { why: string }) => `the statement fails: ${why}`,
  failure: ({ text, error, line, column }: { text: string; error: string; line: number; column: number }) =>
    `${text} (line ${line}, column ${column}): ${error}`,
  rows: ({ count }: { count: number }) => (count === 1 ? '1 row' : `${count} rows`),
  noList: ({ text, value }: { text: string; value: string }) => `FOREACH found no list: ${text} is ${value}`,
  emptyList: ({ text }: { text: string }) => `the list of FOREACH, ${text}, is empty`,
  noElement: ({ of, why }: { of: number; why: string }) =>
    `INCASE is true for none of ${of === 1 ? 'the one element' : `${of} elements`}: for the first, ${why}`,
  noOutputs: () => 'the rule has no outputs',
  outputsSent: ({ sent, more }: { sent: number; more: boolean }) =>
    `${more ? 'at least ' : ''}${sent === 1 ? '1 output' : `${sent} outputs`} would be sent`,
  outputSkipped: ({ output, why }: { output: string; why: string }) => `${output} would not be sent: ${why}`,
  disabled: () => 'the rule is disabled, so it hears no events',
  // Why a condition is false.
  expected: ({ part, value, expected }: { part: string; value: string; expected: string }) =>
    `${part} = ${value}, expected ${expected}`,
  expectedValue: ({ part, expected }: { part: string; expected: string }) =>
    `${part} is undefined, expected ${expected}`,
  expectedOf: ({ values, expected }: { values: string; expected: string }) =>
    values === '' ? expected : `${values}, expected ${expected}`,
  valueOf: ({ part, value }: { part: string; value: string }) =>
    value === 'undefined' ? `${part} is undefined` : `${part} = ${value}`,
  noneOf: ({ why }: { why: string }) => `no alternative is true: ${why}`,
  // Why an entry of FROM does not hear an event.
  otherEvent: ({ event, topic }: { event: string; topic: string }) =>
    `the event is ${event}, FROM names ${topic}`,
  otherTopic: ({ name, topic }: { name: string; topic: string }) =>
    `the topic is ${name}, FROM names ${topic}`,
  systemIgnored: () => 'rules hear no messages on $SYS while rule_engine.ignore_sys_message is true',
  ownMessage: () => 'the rule republished this message itself, and does not see it again',
  directMessage: () => 'the message was republished with direct_dispatch, so no rule sees it',
  // Why an output would not be sent.
  action_missing: () => 'there is no such action',
  action_disabled: () => 'the action is disabled',
  alert_taken_over: () =>
    'the client is there, by another connection: a session that is taken over opens no alert',
  connector_disabled: ({ connector }: { connector: string }) => `its connector ${connector} is disabled`,
  connector_missing: ({ connector }: { connector: string }) => `its connector ${connector} does not exist`,
  // What is probably not meant.
  variableUndefined: ({ name }: { name: string }) =>
    `\${${name}} has no value in this row: it becomes the text undefined; select it in the SQL`,
  key_missing: () =>
    'the key of the alert has no value in this row: it is taken for one about the rule as a whole; select it in the SQL',
  header_left_out: ({ name }: { name: string }) =>
    `the header ${JSON.stringify(name)} is left out: its name is not a token, or its value breaks the line`,
  body_not_json: () => 'the body is not JSON, although the content type says so',
  body_not_sent: ({ method }: { method: string }) =>
    `a ${method} request has no body: the body template is not used`,
  property_left_out: ({ name }: { name: string }) =>
    `the property ${name} is left out: it has no usable value`,
  ownOutput: () => 'FROM of the rule matches this topic, but a rule does not see what it republished itself',
};

export type ExplanationTexts = typeof en;

const zh: ExplanationTexts = {
  separator: ' · ',
  andSo: '，',
  fromMatched: ({ matched, of }) => `命中 FROM ${matched}/${of}`,
  noEvent: ({ wait, clientId }) =>
    clientId === undefined ? `${wait} 内没有符合 FROM 的事件` : `${wait} 内没有客户端 ${clientId} 的事件`,
  noCondition: () => '没有条件',
  conditionsTrue: ({ of }) => (of === 1 ? '条件 1/1 成立' : `${of} 个条件全部成立`),
  conditionFalse: ({ at, of, why }) => `条件 ${at}/${of} 不成立：${why}`,
  conditionFails: ({ at, of, why }) => `条件 ${at}/${of} 出错：${why}`,
  selectFails: ({ why }) => `语句出错：${why}`,
  failure: ({ text, error, line, column }) => `${text}（第 ${line} 行，第 ${column} 列）：${error}`,
  rows: ({ count }) => `${count} 行输出`,
  noList: ({ text, value }) => `FOREACH 没有得到列表：${text} 为 ${value}`,
  emptyList: ({ text }) => `FOREACH 的列表 ${text} 为空`,
  noElement: ({ of, why }) => `${of} 个元素都不满足 INCASE：第一个元素，${why}`,
  noOutputs: () => '规则没有动作',
  outputsSent: ({ sent, more }) => `将${more ? '至少' : ''}执行 ${sent} 个动作`,
  outputSkipped: ({ output, why }) => `${output} 不会执行：${why}`,
  disabled: () => '规则已停用，不会收到事件',
  expected: ({ part, value, expected }) => `${part} = ${value}，期望 ${expected}`,
  expectedValue: ({ part, expected }) => `${part} 为 undefined，期望 ${expected}`,
  expectedOf: ({ values, expected }) => (values === '' ? expected : `${values}，期望 ${expected}`),
  valueOf: ({ part, value }) => (value === 'undefined' ? `${part} 为 undefined` : `${part} = ${value}`),
  noneOf: ({ why }) => `没有一个分支成立：${why}`,
  otherEvent: ({ event, topic }) => `事件是 ${event}，FROM 指定的是 ${topic}`,
  otherTopic: ({ name, topic }) => `主题是 ${name}，FROM 指定的是 ${topic}`,
  systemIgnored: () => 'rule_engine.ignore_sys_message 为 true 时，规则收不到 $SYS 消息',
  ownMessage: () => '该消息由本规则自己重新发布，不会再次触发本规则',
  directMessage: () => '该消息以 direct_dispatch 重新发布，任何规则都收不到',
  action_missing: () => '动作不存在',
  action_disabled: () => '动作已停用',
  alert_taken_over: () => '客户端仍在线，只是换了一条连接：会话被接管不会产生告警',
  connector_disabled: ({ connector }) => `连接器 ${connector} 已停用`,
  connector_missing: ({ connector }) => `连接器 ${connector} 不存在`,
  variableUndefined: ({ name }) => `\${${name}} 在该行中没有值，会变成文本 undefined；请在 SQL 中选取它`,
  key_missing: () => '告警的 key 在该行中没有值，会当作整条规则的告警；请在 SQL 中选取它',
  header_left_out: ({ name }) => `请求头 ${JSON.stringify(name)} 被略去：名称不合法，或值含换行`,
  body_not_json: () => '请求体不是 JSON，但内容类型声明为 JSON',
  body_not_sent: ({ method }) => `${method} 请求没有请求体：请求体模板不起作用`,
  property_left_out: ({ name }) => `属性 ${name} 被略去：没有可用的值`,
  ownOutput: () => '本规则的 FROM 匹配该主题，但规则收不到自己重新发布的消息',
};

export type ExplanationLanguage = 'en' | 'zh';
export const explanationTexts: Record<ExplanationLanguage, ExplanationTexts> = { en, zh };
