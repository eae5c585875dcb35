import assert from 'node:assert/strict';
import { test } from 'node:test';
import { email } from './email.ts';

const good = { server: 'mail.example', from: 'a@example.com', to: ['b@example.com'] };
const refused: [settings: Record<string, unknown>, path: string, reason: RegExp][] = [
  [{ server: 'smtp://x' }, 'server', /host:port/],
  [{ server: '169.254.169.254:25' }, 'server', /refused/],
  [{ to: [] }, 'to', /at least one/],
  [{ to: ['a@example.com\r\nRCPT TO:<x@y.z>'] }, 'to.0', /write an address/],
  [{ from: 'nobody' }, 'from', /write an address/],
  [{ headers: { Bcc: 'x@y.z' } }, 'headers', /belongs to the message/],
  [{ headers: { 'X-A': 'a\r\nBcc: x@y.z' } }, 'headers.X-A', /one line/],
  [{ tls: 'none', username: 'u', password: 'p' }, 'tls', /not sent in clear/],
  [{ username: 'u' }, 'password', /needs a password/],
  [{ ehlo_name: 'a b' }, 'ehlo_name', /host name/],
  [{ tls: 'ssl' }, 'tls', /expected one of/],
];
for (const [settings, path, reason] of refused) {
  test(`the settings ${JSON.stringify(settings)} are refused`, () => {
    const { error } = email.settings.safeParse({ ...good, ...settings });
    const issue = error?.issues[0];
    assert.equal(issue?.path.join('.'), path);
    assert.match(issue?.message ?? '', reason);
  });
}
