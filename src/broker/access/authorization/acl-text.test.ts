import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccessRequest, Subject } from './access-request.ts';
import { AclTextError } from './acl-terms.ts';
import { DEFAULT_ACL_TEXT, parseAclText } from './acl-text.ts';
import { firstMatch, publishScope } from './rule.ts';

const client: Subject = {
  clientId: 'c1',
  username: 'u1',
  peerHost: '192.168.0.10',
  listener: 'tcp:default',
  attributes: { site: 'oslo' },
};

/** `publish t`, `publish1 t`, `publish0r t` (retained), `subscribe t`. */
function request(written: string): AccessRequest {
  const [, action, qos = '0', retain, topic = ''] = /^(publish|subscribe)(\d?)(r?) (.*)$/.exec(written) ?? [];
  return {
    action: action as 'publish',
    qos: Number(qos || '0') as 0,
    retain: retain === 'r',
    topic,
  };
}

function verdict(text: string, what: string, subject: Partial<Subject> = {}): string {
  return firstMatch(parseAclText(text), { ...client, ...subject }, request(what))?.permission ?? 'none';
}

const table: readonly [rules: string, what: string, verdict: string, subject?: Partial<Subject>][] = [
  // who
  ['{allow, all, publish, ["t"]}.', 'publish t', 'allow'],
  ['{allow, {username, "u1"}, all, ["t"]}.', 'publish t', 'allow'],
  ['{allow, {user, "u2"}, all, ["t"]}.', 'publish t', 'none'],
  ['{allow, {user, "u1"}, all, ["t"]}.', 'publish t', 'none', { username: undefined }],
  ['{allow, {clientid, "c1"}, all, ["t"]}.', 'subscribe t', 'allow'],
  ['{allow, {client, {re, "^c[0-9]$"}}, all, ["t"]}.', 'publish t', 'allow'],
  ['{allow, {username, {re, "^x"}}, all, ["t"]}.', 'publish t', 'none'],
  ['{allow, {username, {re, "^u\\\\d$"}}, all, ["t"]}.', 'publish t', 'allow'],
  ['{allow, {ipaddr, "192.168.0.10"}, all, ["t"]}.', 'publish t', 'allow'],
  ['{allow, {ipaddr, "192.168.0.0/16"}, all, ["t"]}.', 'publish t', 'allow'],
  ['{allow, {ipaddrs, ["10.0.0.0/8", "::1"]}, all, ["t"]}.', 'publish t', 'none'],
  ['{allow, {ipaddrs, ["10.0.0.0/8", "::1"]}, all, ["t"]}.', 'publish t', 'allow', { peerHost: '::1' }],
  [`{allow, {'and', [{username, "u1"}, {clientid, "c1"}]}, all, ["t"]}.`, 'publish t', 'allow'],
  [`{allow, {'and', [{username, "u1"}, {clientid, "c2"}]}, all, ["t"]}.`, 'publish t', 'none'],
  [`{allow, {'or', [{username, "u9"}, {clientid, "c1"}]}, all, ["t"]}.`, 'publish t', 'allow'],
  ['{allow, {client_attr, "site", "oslo"}, all, ["t"]}.', 'publish t', 'allow'],
  ['{allow, {client_attr, "constructor", "oslo"}, all, ["t"]}.', 'publish t', 'none'],
  ['{allow, {listener, "tcp:default"}, all, [<<"t">>]}.', 'publish t', 'allow'],
  // action, QoS and retain
  ['{allow, all, publish, ["t"]}.', 'subscribe t', 'none'],
  ['{allow, all, {publish, [{qos, 1}]}, ["t"]}.', 'publish1 t', 'allow'],
  ['{allow, all, {publish, [{qos, 1}]}, ["t"]}.', 'publish2 t', 'none'],
  ['{allow, all, {all, [{qos, [0, 2]}]}, ["t"]}.', 'subscribe2 t', 'allow'],
  ['{allow, all, {publish, [{qos, 1}, {retain, true}]}, ["t"]}.', 'publish1r t', 'allow'],
  ['{allow, all, {publish, [{qos, 1}, {retain, true}]}, ["t"]}.', 'publish1 t', 'none'],
  ['{deny, all, {publish, [{retain, false}]}, ["t"]}.', 'publish t', 'deny'],
  // topics
  ['{allow, all, publish, ["a/+/c"]}.', 'publish a/b/c', 'allow'],
  ['{allow, all, publish, ["a/#"]}.', 'publish a', 'allow'],
  ['{allow, all, publish, ["a/#"]}.', 'publish ab', 'none'],
  ['{allow, all, publish, ["#"]}.', 'publish $x/y', 'none'],
  ['{allow, all, publish, ["$x/#"]}.', 'publish $x/y', 'allow'],
  ['{allow, all}.', 'publish a', 'allow'],
  ['{deny, all}.', 'subscribe $SYS/brokers', 'deny'],
  // what a subscription is allowed lies wholly within the rule
  ['{allow, all, subscribe, ["a/+"]}.', 'subscribe a/+', 'allow'],
  ['{allow, all, subscribe, ["a/+"]}.', 'subscribe a/b', 'allow'],
  ['{allow, all, subscribe, ["a/+"]}.', 'subscribe a/#', 'none'],
  ['{allow, all, subscribe, ["a/+"]}.', 'subscribe +/b', 'none'],
  ['{allow, all, subscribe, ["a/+/#"]}.', 'subscribe a/#', 'none'],
  ['{allow, all, subscribe, ["a/#"]}.', 'subscribe a/+/c/#', 'allow'],
  ['{allow, all, subscribe, ["a/#"]}.', 'subscribe #', 'none'],
  ['{allow, all, subscribe, ["a"]}.', 'subscribe +', 'none'],
  ['{allow, all, subscribe, ["#"]}.', 'subscribe $SYS/#', 'none'],
  // a denial is read more widely
  ['{deny, all, subscribe, ["a/+"]}.', 'subscribe a/#', 'deny'],
  ['{deny, all, subscribe, ["a/+/#"]}.', 'subscribe a/#', 'deny'],
  ['{deny, all, subscribe, ["#"]}.', 'subscribe a/+', 'deny'],
  ['{deny, all, subscribe, [{eq, "#"}]}.', 'subscribe #', 'deny'],
  ['{deny, all, subscribe, [{eq, "#"}]}.', 'subscribe a/#', 'none'],
  ['{deny, all, subscribe, ["eq a/+"]}.', 'subscribe a/b', 'none'],
  // placeholders
  ['{allow, all, all, ["d/${clientid}/#"]}.', 'publish d/c1/x', 'allow'],
  ['{allow, all, all, ["d/${clientid}/#"]}.', 'publish d/c2/x', 'none'],
  ['{allow, all, all, ["d/x-${username}-y"]}.', 'publish d/x-u1-y', 'allow'],
  ['{allow, all, all, ["${peerhost}"]}.', 'publish 192.168.0.10', 'allow'],
  ['{allow, all, all, ["s/${client_attrs.site}"]}.', 'publish s/oslo', 'allow'],
  ['{allow, all, all, [{eq, "s/${clientid}/#"}]}.', 'subscribe s/c1/#', 'allow'],
  ['{allow, all, all, ["a/${$}{x}"]}.', 'publish a/${x}', 'allow'],
  [
    '{allow, all, all, ["c/${cert_common_name}"]}.',
    'publish c/dev',
    'allow',
    { certificate: { commonName: 'dev' } },
  ],
  // R21: what is absent, or would change the filter, matches nothing
  ['{allow, all, all, ["u/${username}"]}.', 'publish u/undefined', 'none', { username: undefined }],
  ['{allow, all, all, ["u/${username}"]}.', 'publish u/', 'none', { username: '' }],
  ['{allow, all, all, ["c/${cert_common_name}"]}.', 'publish c/undefined', 'none'],
  ['{allow, all, all, ["s/${client_attrs.constructor}"]}.', 'publish s/x', 'none'],
  ['{allow, all, all, ["d/${clientid}/#"]}.', 'subscribe d/+/#', 'none', { clientId: '+' }],
  ['{allow, all, all, ["d/${clientid}"]}.', 'subscribe d/#', 'none', { clientId: '#' }],
  ['{allow, all, all, ["d/${clientid}"]}.', 'publish d/a/b', 'none', { clientId: 'a/b' }],
  // the first rule that matches decides; comments and line breaks are nothing
  ['%% c\n{deny, all,\n publish, ["t"]}. % d\n{allow, all}.', 'publish t', 'deny'],
  ['{allow, all, publish, ["t"]}.\n{deny, all}.', 'publish t', 'allow'],
  ['', 'publish t', 'none'],
];

for (const [rules, what, expected, subject = {}] of table) {
  const who = Object.keys(subject).length === 0 ? '' : ` of ${JSON.stringify(subject)}`;
  test(`${rules.replace(/\s+/g, ' ')} makes of "${what}"${who}: ${expected}`, () => {
    assert.equal(verdict(rules, what, subject), expected);
  });
}

test("the default rules keep $SYS and the whole from others than this machine and the dashboard's user", () => {
  for (const [what, expected, subject] of [
    ['publish a/b', 'allow', {}],
    ['subscribe a/#', 'allow', {}],
    ['subscribe #', 'deny', {}],
    ['subscribe +/#', 'deny', {}],
    ['subscribe $SYS/brokers/+/version', 'deny', {}],
    ['subscribe #', 'allow', { peerHost: '127.0.0.1' }],
    ['subscribe #', 'allow', { peerHost: '::1' }],
    ['subscribe $SYS/#', 'allow', { peerHost: '127.0.0.1' }],
    ['subscribe $SYS/#', 'allow', { username: 'dashboard' }],
    ['subscribe $SYS/#', 'deny', { username: 'dashboard2' }],
  ] as const) {
    assert.equal(verdict(DEFAULT_ACL_TEXT, what, subject), expected, `${what} ${JSON.stringify(subject)}`);
  }
});

test('a rule knows its text and its line', () => {
  const [first, second] = parseAclText('\n% a\n{allow, all, publish,\n  ["t"]}.\n\n  {deny, all}.\n');
  assert.equal(first?.place, 'line 3');
  assert.equal(first.text, '{allow, all, publish,\n  ["t"]}.');
  assert.equal(second?.place, 'line 6');
});

test('a text that is too long for a pattern is denied and never allowed', () => {
  const long = { clientId: 'x'.repeat(60_000) };
  const pattern = '{clientid, {re, "a+[a-z]*b+$"}}';
  assert.equal(verdict(`{allow, ${pattern}, all, ["t"]}.`, 'publish t', long), 'none');
  assert.equal(verdict(`{deny, ${pattern}, all, ["t"]}.`, 'publish t', long), 'deny');
});

const mistakes: readonly [text: string, line: number, column: number, says: RegExp][] = [
  ['{allow, all}', 1, 13, /ends with a dot/],
  ['{allow, all}.\n{alow, all}.', 2, 2, /did you mean allow/],
  ['{allow, all, pub, ["t"]}.', 1, 14, /pub: did you mean publish\?/],
  ['{allow, all, xyzzy, ["t"]}.', 1, 14, /xyzzy: write one of publish, subscribe, all/],
  ['{allow, all, pubsub, ["t"]}.', 1, 14, /did you mean all/],
  ['{allow, {usrname, "a"}, all, ["t"]}.', 1, 9, /did you mean username/],
  ['{allow, everyone, all, ["t"]}.', 1, 9, /write all, or a tuple/],
  ['{allow, {ipaddr, "10.0.0.0/33"}, all, ["t"]}.', 1, 9, /not an address/],
  ['{allow, {ipaddrs, []}, all, ["t"]}.', 1, 9, /not an address/],
  ['{allow, {username, {re, "(a+)+$"}}, all, ["t"]}.', 1, 20, /pattern cannot be used/],
  ['{allow, {username, {re, "^\\d"}}, all, ["t"]}.', 1, 27, /write \\\\ for the backslash/],
  ['{allow, all, all, "t"}.', 1, 19, /in brackets/],
  ['{allow, all, all, []}.', 1, 19, /about nothing/],
  ['{allow, all, all, ["a/#/b"]}.', 1, 20, /not a topic filter/],
  ['{allow, all, all, ["$share/g/a"]}.', 1, 20, /leave \$share\/group\/ out/],
  ['{allow, all, all, ["${user}"]}.', 1, 20, /\$\{user\} is not known/],
  ['{allow, all, all, [{eq, t}]}.', 1, 25, /double quotes/],
  ['{allow, all, {publish, [{qos, 3}]}, ["t"]}.', 1, 25, /QoS is 0, 1 or 2/],
  ['{allow, all, {subscribe, [{retain, true}]}, ["t"]}.', 1, 27, /if it publishes/],
  ['{allow, all, publish}.', 1, 1, /four parts/],
  ['{allow, {username, "a"}}.', 1, 1, /four parts/],
  ['{allow, all, publish, ["t"], 1}.', 1, 1, /four parts/],
  ['allow.', 1, 1, /not a rule/],
  ['{allow all}.', 1, 8, /comma/],
  ['{allow, all, publish, ["t]}.', 1, 24, /does not end/],
  ['{allow, all, publish, ["t"', 1, 27, /the end of the text/],
  ['{allow, {"a"', 1, 13, /comma or \}/],
  [`${'{'.repeat(40)}`, 1, 18, /nested deeper/],
];

for (const [text, line, column, says] of mistakes) {
  test(`the mistake in ${text.slice(0, 60).replace(/\n/g, ' ')} is told with its place and what to do`, () => {
    assert.throws(
      () => parseAclText(text),
      (error) => {
        assert.ok(error instanceof AclTextError, String(error));
        assert.match(error.message, says);
        assert.deepEqual([error.line, error.column], [line, column], error.message);
        return true;
      },
    );
  });
}

test('a text without end is refused at once', () => {
  assert.throws(() => parseAclText('{allow, all}.\n'.repeat(100_000)), /longer than 1048576/);
});

test('who may publish whatever it likes is known beforehand', () => {
  for (const [rules, expected] of [
    ['{allow, all}.', 'free'],
    ['{deny, all, subscribe, ["#"]}.\n{allow, all}.', 'free'],
    ['{allow, all, publish, ["a"]}.\n{allow, all}.', 'free'],
    ['{deny, {username, "other"}, all, ["#"]}.\n{allow, all}.', 'free'],
    ['{deny, all, publish, ["a"]}.\n{allow, all}.', 'judges'],
    ['{allow, all, {publish, [{qos, 0}]}, ["#"]}.', 'passes'],
    ['{allow, all, publish, ["a/#"]}.', 'passes'],
    ['', 'passes'],
  ] as const) {
    assert.equal(publishScope(parseAclText(rules), client), expected, rules);
  }
});
