import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mqtt } from '../../test/support/rule-scenario.ts';
import type { Rule } from './rule.ts';
import { filterRules, type RuleFilter } from './rule-filter.ts';

const rules = [
  aRule({ id: 'off', enable: false, description: 'night shift', from: ['t/a', '$events/client/connected'] }),
  aRule({ id: 'hot', from: ['sensor/+/temp'], actions: ['http:wecom', 'http:ding'] }),
  aRule({ id: 'hot2', from: ['t/+'], actions: ['http:ding'] }),
  aRule({ id: 'bridge', from: ['$bridges/mqtt:site'], actions: [{ function: 'console' }] }),
];

const cases: Array<[RuleFilter, string[]]> = [
  [{}, ['off', 'hot', 'hot2', 'bridge']],
  [{ enable: false }, ['off']],
  [{ enable: true }, ['hot', 'hot2', 'bridge']],
  [{ from: 't/a' }, ['off']],
  [{ from: 't/+' }, ['hot2']],
  [{ like_id: 'ho' }, ['hot', 'hot2']],
  [{ like_from: 'events' }, ['off']],
  [{ like_description: 'night' }, ['off']],
  [{ match_from: 't/#' }, ['off', 'hot2']],
  [{ action: ['http:wecom'] }, ['hot']],
  [{ action: ['http:wecom', 'http:ding'] }, ['hot', 'hot2']],
  [{ action: [] }, ['off', 'hot', 'hot2', 'bridge']],
  [{ source: ['mqtt:site'] }, ['bridge']],
  [{ source: ['mqtt:other', 'http:site'] }, []],
  [{ like_id: 'hot', action: ['http:wecom'] }, ['hot']],
  [{ from: 't/a', like_from: 'sensor' }, ['hot']],
];

for (const [filter, ids] of cases) {
  test(`of four rules, ${JSON.stringify(filter)} leaves ${ids.join(', ')}`, () => {
    const left = filterRules(rules, filter, mqtt.topicMatchesFilter).map(({ id }) => id);
    assert.deepEqual(left, ids);
  });
}

function aRule(about: Partial<Rule>): Rule {
  return {
    id: 'r',
    name: '',
    sql: '',
    from: [],
    actions: [],
    action_details: [],
    enable: true,
    description: '',
    warnings: [],
    created_at: 0,
    last_modified_at: 0,
    ...about,
  };
}
