import { textOrder } from '../../compare.ts';
import { readKey, withKey } from '../../path-steps.ts';
import { stringOf } from '../../text.ts';
import { newMap, type Value, type ValueMap } from '../../values.ts';
import { mapOf } from '../arguments.ts';
import { type FunctionEntry, pure } from '../function-entry.ts';
import { readPath, withPath } from './map-path.ts';

const group = 'maps';

/** EMQX keeps maps up to this size sorted, and larger ones in no order that means anything. */
const LARGEST_SORTED = 32;

function keysOf(map: ValueMap): string[] {
  const keys = Object.keys(map);
  return keys.length > LARGEST_SORTED ? keys : keys.sort(textOrder);
}

/** Where a map is asked for, its JSON text does too. */
export const maps: readonly FunctionEntry[] = [
  {
    name: 'map_new',
    group,
    forms: [''],
    gives: 'map',
    meaning: { en: 'an empty map', zh: '空映射' },
    examples: [['map_new()', '{}']],
    bind: pure(() => newMap()),
  },
  {
    name: 'map_get',
    group,
    forms: ['key: text, map: map | text', 'key: text, map: map | text, otherwise: any'],
    gives: 'any',
    meaning: {
      en: 'the value at the key, which may be a path with points; undefined, or the third argument, when there is none',
      zh: '键处的值，键可以是用点分隔的路径；没有时为 undefined 或第三个参数',
    },
    examples: [
      ["map_get('o.k', payload)", '"v"'],
      ["map_get('zz', payload, 'none')", '"none"'],
      ["map_get('zz', payload)", 'undefined'],
    ],
    bind: pure((key, map, otherwise) => fallback(readPath(map, key), otherwise)),
  },
  {
    name: 'map_put',
    group,
    forms: ['key: text, value: any, map: map | text'],
    gives: 'map',
    meaning: {
      en: 'a copy with the value at the key, which may be a path with points',
      zh: '在键处放入该值的副本，键可以是用点分隔的路径',
    },
    examples: [["map_put('c.d', 1, payload.flat)", '{"a":1,"b":"two","c":{"d":1}}']],
    bind: pure((key, value, map) => withPath(map, key, value)),
  },
  {
    name: 'mget',
    group,
    forms: ['key: text, map: map | text', 'key: text, map: map | text, otherwise: any'],
    gives: 'any',
    meaning: { en: 'as map_get(), with a point being part of the key', zh: '同 map_get()，但点是键的一部分' },
    examples: [
      ["mget('k', payload.o)", '"v"'],
      ["mget('q', payload.o, 0)", '0'],
    ],
    bind: pure((key, map, otherwise) => fallback(readKey(mapOf(map), stringOf(key)), otherwise)),
  },
  {
    name: 'mput',
    group,
    forms: ['key: text, value: any, map: map | text'],
    gives: 'map',
    meaning: { en: 'as map_put(), with a point being part of the key', zh: '同 map_put()，但点是键的一部分' },
    examples: [["mput('c.d', 1, payload.flat)", '{"a":1,"b":"two","c.d":1}']],
    bind: pure((key, value, map) => withKey(mapOf(map), stringOf(key), value)),
  },
  {
    name: 'map_keys',
    group,
    forms: ['map: map | text'],
    gives: 'list',
    meaning: { en: 'the keys, sorted when there are no more than 32', zh: '键，不超过 32 个时已排序' },
    examples: [['map_keys(payload.flat)', '["a","b"]']],
    bind: pure((map) => keysOf(mapOf(map))),
  },
  {
    name: 'map_values',
    group,
    forms: ['map: map | text'],
    gives: 'list',
    meaning: { en: 'the values in the order of their keys', zh: '按键排序的值' },
    examples: [['map_values(payload.flat)', '[1,"two"]']],
    bind: pure((value) => {
      const map = mapOf(value);
      return keysOf(map).map((key) => map[key]);
    }),
  },
  {
    name: 'map_to_entries',
    group,
    forms: ['map: map | text'],
    gives: 'list',
    meaning: { en: 'a list with a map {key, value} for each key', zh: '每个键一个 {key, value} 映射的列表' },
    examples: [['map_to_entries(payload.flat)', '[{"key":"a","value":1},{"key":"b","value":"two"}]']],
    bind: pure((value) => {
      const map = mapOf(value);
      return keysOf(map).map((key) => newMap({ key, value: map[key] }));
    }),
  },
  {
    name: 'map_size',
    group,
    forms: ['map: map | text'],
    gives: 'integer',
    meaning: { en: 'how many keys the map has', zh: '映射的键数' },
    examples: [['map_size(payload.flat)', '2']],
    bind: pure((map) => Object.keys(mapOf(map)).length),
  },
];

/** A JSON null is a value. */
function fallback(found: Value, otherwise: Value): Value {
  return found === undefined ? otherwise : found;
}
