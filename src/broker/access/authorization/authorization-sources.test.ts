import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createAuthorization } from '../../../../test/support/access-scenario.ts';
import { FakeClock } from '../../../../test/support/fake-clock.ts';
import { silentLogger } from '../../../lib/logger.ts';
import { Definitions } from '../../../store/definitions.ts';
import { Store } from '../../../store/store.ts';
import { AccessError } from '../access-error.ts';
import type { Subject } from './access-request.ts';
import { AuthorizationChain, type Decision } from './authorization-chain.ts';
import { authorizationDocument } from './authorization-document.ts';
import { readClientAcl } from './client-acl-reader.ts';
import { readSource } from './source-settings.ts';

const client: Subject = {
  clientId: 'c1',
  username: 'u1',
  peerHost: '10.0.0.1',
  listener: 'tcp:default',
  attributes: {},
};

function open(sources: readonly object[] = [{ type: 'file' }], definitions = newDefinitions()) {
  const chain = new AuthorizationChain(readClientAcl);
  const configured = { settings: authorizationDocument.parse({}), sources: sources.map(readSource) };
  const authorization = createAuthorization(new FakeClock(), { chain, definitions, configured });
  const decide = (topic: string, subject: Partial<Subject> = {}) =>
    chain.decide({ ...client, ...subject }, { action: 'publish', topic, qos: 0, retain: false }) as Decision;
  return { authorization, chain, definitions, decide };
}

function newDefinitions(): Definitions {
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  return new Definitions(store, new FakeClock());
}

test('what the API changed outlives a restart and wins over the configuration', async () => {
  const first = open();
  await first.authorization.update('file', { type: 'file', rules: '{deny, all, all, ["a"]}.' });
  await first.authorization.create({ type: 'built_in_database', max_rules: 5 });
  first.authorization.rules.database.replace(
    'clients',
    { name: 'c1', rules: [{ topic: 'b', permission: 'deny', action: 'all' }] },
    5,
  );
  first.authorization.configure(authorizationDocument.parse({ no_match: 'deny', cache: { ttl: 5000 } }));
  const second = open([{ type: 'file', rules: '{allow, all}.' }], first.definitions);
  assert.deepEqual(
    second.authorization.list().map(({ type }) => type),
    ['built_in_database', 'file'],
  );
  assert.equal(second.authorization.settings.cache.ttl, '5s');
  assert.equal(second.decide('a').decider, 'file');
  assert.equal(second.decide('b').rule?.place, 'rule 1 of client c1');
  assert.deepEqual([second.decide('c').permission, second.decide('c').decider], ['deny', 'default']);
});

test('the built-in database is judged in the order client, user, all', () => {
  const { authorization, decide } = open([{ type: 'built_in_database' }]);
  const { database } = authorization.rules;
  const rule = (permission: 'allow' | 'deny') => [{ topic: 't', permission, action: 'all' as const }];
  database.replaceAll(rule('deny'), 5);
  assert.equal(decide('t').rule?.place, 'rule 1 for all');
  database.replace('users', { name: 'u1', rules: rule('allow') }, 5);
  assert.equal(decide('t').rule?.place, 'rule 1 of user u1');
  assert.equal(decide('t', { username: undefined }).rule?.place, 'rule 1 for all');
  database.replace('clients', { name: 'c1', rules: rule('deny') }, 5);
  assert.equal(decide('t').rule?.place, 'rule 1 of client c1');
  database.delete('clients', 'c1');
  assert.equal(decide('t').permission, 'allow');
});

test('a file that cannot be read denies; one that becomes bad later leaves the rules as they were', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-acl-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'acl.conf');
  const missing = open([{ type: 'file', path }]);
  assert.deepEqual([missing.decide('a').permission, missing.decide('a').isFailure], ['deny', true]);
  assert.match(missing.decide('a').detail ?? '', /cannot read .*acl\.conf \(ENOENT\)/);
  assert.equal(missing.authorization.status('file').status, 'disconnected');
  assert.equal(missing.chain.isFreeToPublish(client), false);

  writeFileSync(path, '{allow, all, publish, ["a"]}.\n{deny, all}.');
  const { authorization, decide } = open([{ type: 'file', path }]);
  assert.equal(decide('a').permission, 'allow');
  writeFileSync(path, '{allow, all');
  await assert.rejects(
    () => authorization.update('file', { type: 'file', path }),
    (error) => error instanceof AccessError && /acl\.conf, line 1, column 12/.test(error.message),
  );
  assert.equal(decide('a').permission, 'allow');
  assert.equal(decide('b').permission, 'deny');
});

test('superusers and the list that came with the client go before the sources', () => {
  const { decide } = open([{ type: 'file', rules: '{deny, all}.' }]);
  assert.equal(decide('a', { isSuperuser: true }).decider, 'superuser');
  assert.equal(decide('a', { acl: { pub: ['a'] } }).decider, 'client_info');
  assert.equal(decide('b', { acl: { pub: ['a'] } }).permission, 'deny');
  assert.equal(decide('b', { acl: [] }).decider, 'file');
});

test('a disabled source is not asked', async () => {
  const { authorization, decide } = open([{ type: 'file', rules: '{deny, all}.' }]);
  await authorization.update('file', { type: 'file', enable: false, rules: '{deny, all}.' });
  assert.equal(decide('a').decider, 'default');
});

test('each source counts what it said', () => {
  const { authorization, decide } = open([{ type: 'file', rules: '{deny, all, all, ["a"]}.' }]);
  decide('a');
  decide('b');
  const { total, allow, deny, nomatch, ignore } = authorization.status('file').metrics;
  assert.deepEqual(
    { total, allow, deny, nomatch, ignore },
    { total: 2, allow: 0, deny: 1, nomatch: 1, ignore: 0 },
  );
});
