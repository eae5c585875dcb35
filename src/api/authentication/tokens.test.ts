import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { FakeDocuments } from '../../../test/support/fake-documents.ts';
import { Tokens } from './tokens.ts';

const LIFETIME = 60 * 60_000;
const nowhere = { address: '', agent: '' };

test('a session of a browser outlives the process, one of a program does not', () => {
  const clock = new FakeClock();
  const documents = new FakeDocuments();
  const tokens = new Tokens(clock, LIFETIME, documents);
  const ofBrowser = tokens.issue('admin', nowhere, true);
  const ofProgram = tokens.issue('admin', nowhere);
  const restarted = new Tokens(clock, LIFETIME, documents);
  assert.deepEqual(restarted.check(ofBrowser), { kind: 'valid', username: 'admin' });
  assert.deepEqual(restarted.check(ofProgram), { kind: 'unknown' });
  assert.ok(!JSON.stringify(documents.list('session')).includes(ofBrowser), 'the token itself is nowhere');
});

test('using a session extends it, also for the process after this one', async () => {
  const clock = new FakeClock();
  const documents = new FakeDocuments();
  const tokens = new Tokens(clock, LIFETIME, documents);
  const token = tokens.issue('admin', nowhere, true);
  for (let hour = 0; hour < 5; hour++) {
    await clock.advance(LIFETIME / 2);
    assert.equal(tokens.check(token).kind, 'valid');
  }
  assert.equal(new Tokens(clock, LIFETIME, documents).check(token).kind, 'valid');
  await clock.advance(LIFETIME);
  assert.equal(new Tokens(clock, LIFETIME, documents).check(token).kind, 'expired');
});

test('what ends a session ends what is stored of it', async () => {
  const clock = new FakeClock();
  const documents = new FakeDocuments();
  const tokens = new Tokens(clock, LIFETIME, documents);
  tokens.revoke(tokens.issue('admin', nowhere, true));
  tokens.issue('viewer', nowhere, true);
  tokens.revokeAllOf('viewer');
  assert.equal(documents.list('session').length, 0);
  tokens.issue('admin', nowhere, true);
  await clock.advance(2 * LIFETIME);
  assert.equal(documents.list('session').length, 1);
  const restarted = new Tokens(clock, LIFETIME, documents);
  assert.deepEqual(restarted.sessionsOf('admin'), []);
  assert.equal(documents.list('session').length, 0, 'those that are over are forgotten');
});
