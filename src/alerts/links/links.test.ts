import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openTestAlerts } from '../../../test/support/alert-scenario.ts';
import { sampleAlert } from '../../../test/support/sample-alert.ts';
import { orderedId } from '../../lib/ids.ts';
import { pipelineSettings } from '../pipeline-settings.ts';
import type { LinkedNotice } from '../wording/wording.ts';
import { type LinkClaim, readToken, writeToken } from './link-token.ts';
import { derivedUrl } from './public-address.ts';

const DAY = 86_400_000;
const KEY = new Uint8Array(32).fill(7);

const claim: LinkClaim = {
  about: 'alert',
  id: orderedId(Date.UTC(2026, 0, 1)),
  scope: 'act',
  expiresAt: Date.UTC(2026, 0, 8),
};

test('a token says what was written into it, and 48 letters of it', () => {
  const claims = fc.record({
    about: fc.constantFrom<LinkClaim['about']>('alert', 'notification'),
    id: fc.uuid(),
    scope: fc.constantFrom<LinkClaim['scope']>('look', 'act'),
    expiresAt: fc.integer({ min: 1, max: 70_000_000 }).map((minutes) => minutes * 60_000),
  });
  fc.assert(
    fc.property(claims, (given) => {
      const token = writeToken(given, KEY) ?? '';
      assert.match(token, /^[\w-]{48}$/);
      assert.deepEqual(readToken(token, KEY), { ...given });
    }),
  );
});

test('a token that was changed in any bit, or written with another key, is worth nothing', () => {
  const token = writeToken(claim, KEY) ?? '';
  const bytes = Buffer.from(token, 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const forged = Buffer.from(bytes);
    forged.writeUInt8(forged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    assert.equal(readToken(forged.toString('base64url'), KEY), undefined);
  }
  assert.equal(readToken(token, new Uint8Array(32).fill(8)), undefined);
  for (const text of ['', 'x', token.slice(1), `${token}A`, `${token.slice(0, 47)}=`, '../'.repeat(16)]) {
    assert.equal(readToken(text, KEY), undefined);
  }
});

test('a token fits no id but those of alerts and notifications', () => {
  assert.equal(writeToken({ ...claim, id: 'dev-1' }, KEY), undefined);
});

const notice = (given: Partial<LinkedNotice> = {}): LinkedNotice => ({
  id: orderedId(Date.UTC(2026, 0, 1)),
  single: undefined,
  counts: { opened: 312, resolved: 0, stillOpen: 312 },
  ...given,
});

const tokenOf = (url = '') => /\/a\/([\w-]+)/.exec(url)?.[1] ?? '';

test('a message has links to its alert or to all that it tells of, in the language of the channel', (t) => {
  const { links } = openTestAlerts(t).alerts;
  const single = sampleAlert();
  const one = links.linksOf(notice({ single }), 'zh');
  assert.deepEqual(
    one.map(({ label, url }) => [label, url.replace(/[\w-]{48}/, 'TOKEN')]),
    [
      ['查看', 'http://127.0.0.1:18083/a/TOKEN'],
      ['我来处理', 'http://127.0.0.1:18083/a/TOKEN?ack'],
      ['静默 1 小时', 'http://127.0.0.1:18083/a/TOKEN?silence'],
    ],
  );
  const { about, id, scope } = links.read(tokenOf(one[0]?.url)) as LinkClaim;
  assert.deepEqual({ about, id, scope }, { about: 'alert', id: single.id, scope: 'act' });

  const many = notice();
  const claimed = links.read(tokenOf(links.linksOf(many, 'en')[1]?.url)) as LinkClaim;
  assert.deepEqual([claimed.about, claimed.id], ['notification', many.id]);
});

test('what is over can be looked at only, and who is on it need not say so again', (t) => {
  const { links } = openTestAlerts(t).alerts;
  const over = sampleAlert({ status: 'resolved', resolution: { at: 1, how: 'recovered' } });
  const labels = (given: Partial<LinkedNotice>) =>
    links.linksOf(notice(given), 'en').map(({ label }) => label);
  assert.deepEqual(labels({ single: over }), ['View']);
  assert.deepEqual(labels({ counts: { opened: 0, resolved: 5, stillOpen: 0 } }), ['View']);
  assert.deepEqual(labels({ single: sampleAlert({ acknowledgement: { at: 1, by: 'li' } }) }), [
    'View',
    'Silence 1 h',
  ]);
  const [view] = links.linksOf(notice({ single: over }), 'en');
  assert.equal((links.read(tokenOf(view?.url)) as LinkClaim).scope, 'look');
});

test('links expire, can be made worthless and can be switched off', async (t) => {
  const scenario = openTestAlerts(t);
  const { links, settings } = scenario.alerts;
  const token = () => tokenOf(links.linksOf(notice(), 'en')[0]?.url);
  const week = token();
  settings.put(
    pipelineSettings.parse({ links: { valid_for: '1h' }, public_url: 'https://ops.example/tocsin/' }),
  );
  assert.match(links.linksOf(notice(), 'en')[0]?.url ?? '', /^https:\/\/ops\.example\/tocsin\/a\/[\w-]{48}$/);
  const hour = token();
  await scenario.clock.advance(3_600_000);
  assert.equal(links.read(hour), 'expired');
  assert.notEqual(links.read(week), 'expired');
  await scenario.clock.advance(7 * DAY);
  assert.equal(links.read(week), 'expired');

  const fresh = token();
  assert.equal((scenario.reopen().alerts.links.read(fresh) as LinkClaim).scope, 'act');
  settings.put(pipelineSettings.parse({ links: { enable: false } }));
  assert.equal(links.read(fresh), 'forged');
  assert.deepEqual(links.linksOf(notice(), 'en'), []);
  settings.put(pipelineSettings.parse({}));
  links.rotate();
  assert.equal(links.read(fresh), 'forged');
  assert.notEqual(links.read(token()), 'forged');
});

test('the address for people is one that a path can stand behind, and holds no password', () => {
  const isTaken = (public_url: string) => pipelineSettings.safeParse({ public_url }).success;
  for (const url of [
    'https://ops.example',
    'http://[::1]:8080',
    'https://ops.example/tocsin/',
    'https://告警.example',
  ]) {
    assert.equal(isTaken(url), true, url);
  }
  for (const url of [
    'https://h/?a=1',
    'https://h/#f',
    'https://u:p@h',
    'https://u@h',
    'https://h/a b',
    'ftp://h',
    '',
  ]) {
    assert.equal(isTaken(url), false, url);
  }
});

test('where nobody said how the server is reached, it is the address that others can go to', () => {
  assert.equal(derivedUrl({ host: '192.0.2.7', port: 18_083 }), 'http://192.0.2.7:18083');
  assert.equal(derivedUrl({ host: '::1', port: 18_083 }), 'http://[::1]:18083');
  assert.match(derivedUrl({ host: '0.0.0.0', port: 18_083 }) ?? '', /^http:\/\/(?!0\.)[\w.]+:18083$/);
  assert.equal(derivedUrl({ host: '0.0.0.0', port: 0 }), undefined);
  const secure = { scheme: 'https', port: 18_084, name: 'broker.example.com' } as const;
  assert.equal(derivedUrl({ ...secure, host: '0.0.0.0' }), 'https://broker.example.com:18084');
  assert.equal(derivedUrl({ ...secure, host: '192.0.2.7' }), 'https://192.0.2.7:18084');
});
