import type { KeyValues } from '../../memory/key-values.ts';
import type { SqlHost } from '../../row-source.ts';
import type { EventColumns } from '../../scope.ts';
import type { Value } from '../../values.ts';
import type { FunctionEntry, FunctionExample, Wording } from '../function-entry.ts';

const group = 'state';

type Memory = (host: SqlHost, event: EventColumns) => KeyValues;

const shared: Memory = ({ memory }, { source }) => memory.sharedFor(source);
const ofConnection: Memory = ({ memory }, { source }) => memory.ofConnection(source);

interface Remembering extends Pick<FunctionEntry, 'name' | 'forms' | 'gives'> {
  readonly meaning: Wording;
  readonly examples: readonly FunctionExample[];
}

function remembering(
  described: Remembering,
  memoryOf: Memory,
  run: (memory: KeyValues, ...args: Value[]) => Value,
): FunctionEntry {
  return {
    ...described,
    group,
    bindToEvent:
      (host) =>
      (event, ...args) =>
        run(memoryOf(host, event), ...args),
  };
}

/** kv_store_* is one memory of all rules, proc_dict_* one of each connection; both end with the process. */
export const state: readonly FunctionEntry[] = [
  remembering(
    {
      name: 'kv_store_put',
      forms: ['key: any, value: any'],
      gives: 'boolean',
      meaning: {
        en: 'true; all rules may read the value at the key from now on',
        zh: 'true；此后所有规则都可以读取该键的值',
      },
      examples: [["kv_store_put('doc-k', 5)", 'true']],
    },
    shared,
    (memory, key, value) => {
      memory.put(key, value);
      return true;
    },
  ),
  remembering(
    {
      name: 'kv_store_get',
      forms: ['key: any', 'key: any, otherwise: any'],
      gives: 'any',
      meaning: {
        en: 'the value at the key; undefined, or the second argument, when there is none',
        zh: '该键的值；没有时为 undefined 或第二个参数',
      },
      examples: [
        ["kv_store_get('doc-none', 'd')", '"d"'],
        ["[kv_store_put('doc-k', [1]), kv_store_get('doc-k')]", '[true,[1]]'],
      ],
    },
    shared,
    (memory, key, otherwise) => {
      const found = memory.get(key);
      return found === undefined ? otherwise : found;
    },
  ),
  remembering(
    {
      name: 'kv_store_del',
      forms: ['key: any'],
      gives: 'boolean',
      meaning: { en: 'true; the value at the key is forgotten', zh: 'true；该键的值被删除' },
      examples: [["kv_store_del('doc-k')", 'true']],
    },
    shared,
    (memory, key) => {
      memory.delete(key);
      return true;
    },
  ),
  remembering(
    {
      name: 'proc_dict_put',
      forms: ['key: any, value: any'],
      gives: 'any',
      meaning: {
        en: "the former value; the connection's later events may read the new one",
        zh: '原来的值；同一连接之后的事件可以读取新值',
      },
      examples: [
        ["proc_dict_put('doc-k', 5)", 'undefined'],
        ["[proc_dict_put('doc-k', 5), proc_dict_put('doc-k', 6)][2]", '5'],
      ],
    },
    ofConnection,
    (memory, key, value) => memory.put(key, value),
  ),
  remembering(
    {
      name: 'proc_dict_get',
      forms: ['key: any'],
      gives: 'any',
      meaning: {
        en: "the connection's value at the key, or undefined",
        zh: '该连接在该键的值，没有则为 undefined',
      },
      examples: [["proc_dict_get('doc-none')", 'undefined']],
    },
    ofConnection,
    (memory, key) => memory.get(key),
  ),
  remembering(
    {
      name: 'proc_dict_del',
      forms: ['key: any'],
      gives: 'any',
      meaning: { en: 'the former value, which is forgotten', zh: '被删除的原值' },
      examples: [["proc_dict_del('doc-none')", 'undefined']],
    },
    ofConnection,
    (memory, key) => memory.delete(key),
  ),
];
