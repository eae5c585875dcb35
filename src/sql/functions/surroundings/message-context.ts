import { readKey } from '../../path-steps.ts';
import { SqlRuntimeError } from '../../sql-error.ts';
import { stringOf } from '../../text.ts';
import type { Value } from '../../values.ts';
import { countOf } from '../arguments.ts';
import { readPath } from '../collections/map-path.ts';
import { type FunctionEntry, type FunctionExample, pure, type Wording } from '../function-entry.ts';
import type { ValueType } from '../signature.ts';

const group = 'message context';

/** A function that reads one column of the event. */
function column(
  name: string,
  from: string,
  gives: ValueType,
  meaning: Wording,
  ...examples: readonly FunctionExample[]
): FunctionEntry {
  return {
    name,
    group,
    forms: [''],
    gives,
    meaning,
    examples,
    bindToEvent: () => (event) => event.column(from),
  };
}

function level(topic: Value, n: Value): string {
  const levels = stringOf(topic).split('/');
  const found = levels[countOf(n) - 1];
  if (found !== undefined) return found;
  throw new SqlRuntimeError({ code: 'noSuchLevel', n: countOf(n), length: levels.length });
}

/** EMQX asks lists here that no rule gets to see; over the data of an event it always answers false. */
function topicList(name: string, other: string): FunctionEntry {
  return {
    name,
    group,
    forms: ['filters: any, topic: any', 'filters: any, topic: any, qos: any'],
    gives: 'boolean',
    meaning: {
      en: `false, as in EMQX, whose own lists it is for; use ${other}`,
      zh: `始终为 false（与 EMQX 相同，它只用于其内部列表）；请改用 ${other}`,
    },
    examples: [[`${name}(payload.tf, 't/a')`, 'false']],
    bind: pure(() => false),
  };
}

/** The functions of EMQX 4: what the columns of the event say, whatever the select items have made of them. */
export const messageContext: readonly FunctionEntry[] = [
  column('msgid', 'id', 'text', { en: 'the message id', zh: '消息 ID' }, ['msgid()', '"00061F"']),
  column('qos', 'qos', 'integer', { en: 'the QoS', zh: 'QoS 等级' }, ['qos()', '1']),
  column('flags', 'flags', 'map', { en: 'the flags of the message', zh: '消息的标志' }, [
    'flags()',
    '{"retain":true,"dup":false}',
  ]),
  {
    name: 'flag',
    group,
    forms: ['name: text'],
    gives: 'any',
    meaning: { en: 'one flag of the message', zh: '消息的某个标志' },
    examples: [["flag('retain')", 'true']],
    bindToEvent: () => (event, name) => readKey(event.column('flags'), stringOf(name)),
  },
  {
    name: 'topic',
    group,
    forms: ['', 'n: integer'],
    gives: 'text',
    meaning: {
      en: 'the topic, or its level n, counted from 1; an error when it has not so many',
      zh: '主题，或其第 n 级（从 1 计数）；没有这一级会报错',
    },
    examples: [
      ['topic()', '"t/a"'],
      ['topic(2)', '"a"'],
    ],
    bindToEvent:
      () =>
      (event, ...args) =>
        args.length === 0 ? event.column('topic') : level(event.column('topic'), args[0]),
  },
  column('clientid', 'clientid', 'text', { en: 'the client id', zh: '客户端 ID' }, ['clientid()', '"c1"']),
  column('clientip', 'peerhost', 'text', { en: 'the address of the client', zh: '客户端地址' }, [
    'clientip()',
    '"10.0.0.9"',
  ]),
  column('peerhost', 'peerhost', 'text', { en: 'the same', zh: '同 clientip()' }, [
    'peerhost()',
    '"10.0.0.9"',
  ]),
  column('username', 'username', 'text', { en: 'the user name', zh: '用户名' }, ['username()', '"u1"']),
  {
    name: 'payload',
    group,
    forms: ['', 'path: text'],
    gives: 'any',
    meaning: {
      en: 'the payload as it was received, or what the path with points leads to in its JSON',
      zh: '收到的原始载荷，或其 JSON 中以点分隔的路径处的值',
    },
    examples: [
      ["payload('o.k')", '"v"'],
      ["payload('nosuch')", 'undefined'],
      ['payload() = payload', 'true'],
    ],
    bindToEvent:
      () =>
      (event, ...args) =>
        args.length === 0 ? event.column('payload') : readPath(event.decodedPayload(), args[0]),
  },
  topicList('contains_topic', 'contains()'),
  topicList('contains_topic_match', '=~'),
];
