import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingHelpZh } from '../dashboard/src/shared/forms/setting-help.ts';
import { settingNamesZh } from '../dashboard/src/shared/forms/setting-names.ts';
import { describeTypes } from '../src/delivery/door.ts';

interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/** Every setting that a form asks for, with its name. */
function* membersOf(schema: Schema): Generator<[name: string, member: Schema]> {
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    if (member.description?.startsWith('Accepted ')) continue;
    yield [name, member];
    yield* membersOf(member);
  }
  const { items, additionalProperties: others, anyOf = [], oneOf = [] } = schema;
  const inner = [items, typeof others === 'object' ? others : undefined, ...anyOf, ...oneOf];
  for (const one of inner) if (one) yield* membersOf(one);
}

const members = describeTypes()
  .flatMap(({ connector, action }) => [connector, action])
  .flatMap((schema) => (schema ? [...membersOf(schema as Schema)] : []));

test('every setting of connectors and actions has a name in Chinese', () => {
  assert.ok(members.length > 500, 'the schemas were found');
  const nameless = members.map(([name]) => name).filter((name) => settingNamesZh[name] === undefined);
  assert.deepEqual([...new Set(nameless)], []);
});

test('what a setting means is said in Chinese too, and nothing is translated that nobody says', () => {
  const said = new Set(members.flatMap(([, { description }]) => description ?? []));
  assert.deepEqual(
    [...said].filter((sentence) => settingHelpZh[sentence] === undefined),
    [],
  );
  assert.deepEqual(
    Object.keys(settingHelpZh).filter((sentence) => !said.has(sentence)),
    [],
  );
});
