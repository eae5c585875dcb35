import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inShort, never, startEmail as start } from '../../../../test/support/email-scenario.ts';
import { MailServer, reply } from '../../../../test/support/mail-server.ts';
import { email } from './email.ts';

/** Decoded headers and parts of a mail, as a mail program would see them. */
function read(source: string) {
  const [head = '', ...rest] = source.split('\r\n\r\n');
  const headers = new Map(
    head
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())];
      }),
  );
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1];
  const parts = boundary === undefined ? [] : rest.join('\r\n\r\n').split(`--${boundary}`).slice(1, -1);
  return {
    headers,
    types: parts.map((part) => /content-type: ([^;\r]+)/i.exec(part)?.[1]),
    bodies: parts.map(decodePart),
  };
}

function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, data: string) => Buffer.from(data, 'base64').toString());
}

function decodePart(part: string): string {
  const [head = '', ...rest] = part.replace(/^\r\n/, '').split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString();
  if (!/quoted-printable/i.test(head)) return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

test('a mail has text first and HTML last, headers that keep machines from answering, and a Chinese subject', async (t) => {
  const { send, server, source } = await start(t, {
    cc: 'Chef <chef@example.com>',
    bcc: ['hidden@example.com', 'ops@example.com'],
    reply_to: 'desk@example.com',
    headers: { 'X-Team': 'ops' },
  });
  const outcome = await send({
    title: '[严重] 设备离线：水泵 7',
    text: 'since <now>\n.\nend',
    fields: [{ name: '原因', value: '心跳 & 超时' }],
    links: [{ label: 'Open', url: 'https://broker.example/d/17' }],
    severity: 'critical',
  });
  assert.deepEqual(outcome, {
    kind: 'delivered',
    answer: { status: 250, code: '2.0.0', excerpt: '250 2.0.0 Ok: queued as 4F2' },
  });
  const [mail] = server.mails;
  assert.equal(mail?.from, 'tocsin@broker.example');
  assert.deepEqual(mail?.to, ['ops@example.com', 'chef@example.com', 'hidden@example.com']);
  const { headers, types, bodies } = read(source());
  assert.deepEqual(types, ['text/plain', 'text/html']);
  assert.equal(headers.get('subject'), '[严重] 设备离线：水泵 7');
  assert.equal(headers.get('from'), 'Tocsin <tocsin@broker.example>');
  assert.equal(headers.get('cc'), 'Chef <chef@example.com>');
  assert.equal(headers.get('reply-to'), 'desk@example.com');
  assert.equal(headers.get('x-team'), 'ops');
  assert.equal(headers.get('auto-submitted'), 'auto-generated');
  assert.equal(headers.get('x-auto-response-suppress'), 'All');
  assert.equal(headers.get('message-id'), '<019f0000-0000-7000-8000-000000000001@broker.example>');
  assert.equal(headers.get('date'), new Date(0x019f00000000).toUTCString().replace('GMT', '+0000'));
  assert.ok(headers.has('mime-version'));
  assert.doesNotMatch(source(), /hidden@/);
  assert.match(bodies[0] ?? '', /水泵 7\r?\n\r?\nsince <now>\r?\n\.\r?\nend\r?\n原因: 心跳 & 超时/);
  assert.match(bodies[1] ?? '', /since &lt;now&gt;<br>/);
  assert.match(bodies[1] ?? '', /心跳 &amp; 超时<\/td>/);
  assert.match(bodies[1] ?? '', /<a href="https:\/\/broker.example\/d\/17">Open<\/a>/);
  for (const line of source().split('\r\n')) assert.ok(Buffer.byteLength(line) <= 998);
});

const hostile = [
  'a\r\nBcc: evil@example.com',
  'a\nX-Evil: 1\n\nbody',
  '"><script>alert(1)</script>',
  '${jndi:ldap://x}',
  '\u0000\u202e🚨',
  '=?utf-8?B?aGk=?=',
  '.\r\nMAIL FROM:<evil@example.com>',
  'x'.repeat(5000),
];
for (const name of hostile) {
  test(`the client id ${JSON.stringify(name.slice(0, 40))} stays text in subject, key and HTML`, async (t) => {
    const { send, server, source } = await start(t);
    const outcome = await send({
      title: name,
      text: name,
      key: name,
      fields: [{ name, value: name }],
      links: [{ label: name, url: 'https://x/' }],
      mention: [name],
    });
    assert.equal(inShort(outcome), 'delivered 250 2.0.0');
    assert.deepEqual(server.mails[0]?.to, ['ops@example.com']);
    const { headers, bodies } = read(source());
    assert.ok(!headers.has('bcc') && !headers.has('x-evil'));
    assert.equal(headers.get('subject')?.includes('\n'), false);
    assert.doesNotMatch(bodies[1] ?? '', /<script/);
    assert.equal(server.mails.length, 1);
  });
}

test('mails of one alert share a thread: the same root, which is no mail, and the subject as it was written', async (t) => {
  const { send, server } = await start(t);
  await send({ title: 'd-17 offline', key: 'offline/d-17', event: 'trigger' }, 'id-1');
  await send({ title: 'd-17 offline', key: 'offline/d-17', event: 'resolve' }, 'id-2');
  await send({ title: 'd-18 offline', key: 'offline/d-18' }, 'id-3');
  await send({ title: 'd-18 offline' }, 'id-4');
  const seen = server.mails.map(({ source }) => read(source).headers);
  const roots = seen.map((headers) => headers.get('references'));
  assert.match(roots[0] ?? '', /^<alert-[0-9a-f]{32}@broker\.example>$/);
  assert.deepEqual([roots[1], roots[3]], [roots[0], undefined]);
  assert.notEqual(roots[2], roots[0]);
  assert.deepEqual(
    seen.map((headers) => headers.get('in-reply-to')),
    roots,
  );
  assert.equal(seen[0]?.get('subject'), seen[1]?.get('subject'));
});

test('a repeat is the same mail byte for byte', async (t) => {
  const { send, server } = await start(t);
  await send({ title: 'a', text: 'b', key: 'k' });
  await send({ title: 'a', text: 'b', key: 'k' });
  assert.equal(server.mails[0]?.source, server.mails[1]?.source);
});

test('markdown becomes HTML, and values in it stay what they are', async (t) => {
  const { send, source } = await start(t);
  const value = email.channel?.escape('<b>*x*</b> [l](https://evil/)') ?? '';
  await send({ markdown: `# Head\n\n**bold** \`code\` [Open](https://x/)\n- one\n- two\n\n<i>${value}` });
  const [text, html = ''] = read(source()).bodies;
  assert.match(html, /<h1>Head<\/h1>/);
  assert.match(html, /<strong>bold<\/strong> <code>code<\/code> <a href="https:\/\/x\/">Open<\/a>/);
  assert.match(html, /<ul><li>one<\/li><li>two<\/li><\/ul>/);
  assert.match(html, /&lt;i&gt;&lt;b&gt;\*x\*&lt;\/b&gt; \[l\]\(https:\/\/evil\/\)/);
  assert.match(text ?? '', /<b>\*x\*<\/b> \[l\]\(https:\/\/evil\/\)/);
});

test('connections are used again, and one that the server closed meanwhile costs nothing', async (t) => {
  const { send, server } = await start(t);
  await send({ title: 'a' }, 'id-1');
  await send({ title: 'b' }, 'id-2');
  assert.equal(server.connections, 1);
  const { port } = server;
  await server.close();
  const again = await new MailServer({ hideSTARTTLS: true }).open(port);
  t.after(() => again.close());
  assert.equal(inShort(await send({ title: 'c' }, 'id-3')), 'delivered 250 2.0.0');
  assert.equal(again.mails.length, 1);
});

const verdicts: [what: string, line: string, expected: string][] = [
  ['sender', '421 4.3.2 closing', 'unavailable remote 421 4.3.2'],
  ['sender', '501 5.1.7 bad sender', 'rejected config 501 5.1.7'],
  ['sender', '530 5.7.0 authentication required', 'rejected config 530 5.7.0'],
  ['recipient', '450 4.2.0 greylisted', 'unavailable remote 450 4.2.0'],
  ['recipient', '451 4.7.1 greylisted', 'unavailable remote 451 4.7.1'],
  ['recipient', '450 4.7.28 too many messages, rate limit', 'unavailable throttled 450 4.7.28'],
  ['recipient', '550 5.1.1 no such user', 'rejected config 550 5.1.1'],
  ['mail', '452 4.3.1 out of space', 'unavailable remote 452 4.3.1'],
  ['mail', '550 5.7.1 spam', 'rejected message 550 5.7.1'],
  ['mail', '552 5.3.4 too big', 'rejected message 552 5.3.4'],
  ['mail', '554 5.7.1 refused by policy', 'rejected message 554 5.7.1'],
];
for (const [what, line, expected] of verdicts) {
  test(`${line} for the ${what} is ${expected}`, async (t) => {
    const { send, server } = await start(t);
    if (what === 'sender') server.onSender = () => reply(line);
    if (what === 'recipient') server.onRecipient = () => reply(line);
    if (what === 'mail') server.onMail = () => reply(line);
    const outcome = await send({ title: 'a' });
    assert.equal(inShort(outcome), expected);
    assert.ok(outcome.answer?.excerpt.includes(line.slice(10)));
    server.onSender = server.onRecipient = server.onMail = () => undefined;
    assert.equal(inShort(await send({ title: 'a' })), 'delivered 250 2.0.0');
  });
}

test('who is put off is asked again after a minute, then two, and at most a quarter of an hour', async (t) => {
  const { send, server } = await start(t);
  server.onRecipient = () => reply('451 4.7.1 greylisted');
  const waits: (number | undefined)[] = [];
  for (let i = 0; i < 6; i++) {
    const outcome = await send({ title: 'a' });
    waits.push(outcome.kind === 'unavailable' ? outcome.retryAfter : undefined);
  }
  assert.deepEqual(waits, [60_000, 120_000, 240_000, 480_000, 900_000, 900_000]);
});

test('a recipient who is refused does not keep the mail from the others', async (t) => {
  const { send, server } = await start(t, { to: ['a@example.com', 'gone@example.com', 'b@example.com'] });
  server.onRecipient = (address) =>
    address.startsWith('gone') ? reply('550 5.1.1 no such user') : undefined;
  const outcome = await send({ title: 'a' });
  assert.equal(inShort(outcome), 'delivered 250 2.0.0');
  assert.match(outcome.answer?.excerpt ?? '', /refused for gone@example\.com: 550 5\.1\.1 no such user/);
  assert.deepEqual(server.mails[0]?.to, ['a@example.com', 'b@example.com']);
});

test('a recipient who is put off gets the mail later, and the others get it once', async (t) => {
  const { send, server } = await start(t, { to: ['a@example.com', 'later@example.com'] });
  server.onRecipient = (address) => (address.startsWith('later') ? reply('450 4.2.0 busy') : undefined);
  const first = await send({ title: 'a' });
  assert.equal(inShort(first), 'unavailable remote 450 4.2.0');
  assert.match(first.answer?.excerpt ?? '', /waits for later@example\.com/);
  server.onRecipient = () => undefined;
  assert.equal(inShort(await send({ title: 'a' })), 'delivered 250 2.0.0');
  assert.deepEqual(
    server.mails.map(({ to }) => to),
    [['a@example.com'], ['later@example.com']],
  );
});

test('more recipients than the server takes at a time get the mail in several transactions', async (t) => {
  const to = Array.from({ length: 7 }, (_, i) => `r${i}@example.com`);
  const { send, server } = await start(t, { to });
  server.onRecipient = (_address, already) =>
    already >= 3 ? reply('452 4.5.3 too many recipients') : undefined;
  assert.equal(inShort(await send({ title: 'a' })), 'delivered 250 2.0.0');
  assert.deepEqual(
    server.mails.map((mail) => mail.to.length),
    [3, 3, 1],
  );
});

test('a mail that is larger than the server says is not begun', async (t) => {
  const { send, server } = await start(t, {}, { size: 2000 });
  const outcome = await send({ title: 'a', text: 'x'.repeat(5000) });
  assert.equal(inShort(outcome), 'rejected message - -');
  assert.match(outcome.kind === 'rejected' ? outcome.reason : '', /larger than 127\.0\.0\.1:\d+ takes/);
  assert.equal(server.mails.length, 0);
});

test('a connection that breaks behind the mail is no success, and its repeat is the same mail', async (t) => {
  const { send, server } = await start(t);
  server.onMail = () => 'hang up';
  const outcome = await send({ title: 'a' });
  assert.equal(inShort(outcome), 'unavailable network - -');
  assert.match(outcome.kind === 'unavailable' ? outcome.reason : '', /may arrive twice/);
  server.onMail = () => undefined;
  await send({ title: 'a' });
  assert.equal(server.mails[0]?.source, server.mails[1]?.source);
});

test('a server that says nothing is given up with the attempt', async (t) => {
  const { send, server } = await start(t);
  server.onMail = () => 'say nothing';
  const abort = new AbortController();
  const outcome = send({ title: 'a' }, 'id-1', abort.signal);
  setImmediate(() => abort.abort(new Error('no complete answer within 15 s')));
  assert.deepEqual(await outcome, {
    kind: 'unavailable',
    cause: 'network',
    reason: 'no complete answer within 15 s',
  });
});

test('nobody there is said in words', async (t) => {
  const { send, server, handle } = await start(t);
  const { port } = server;
  await server.close();
  const outcome = await send({ title: 'a' });
  assert.equal(inShort(outcome), 'unavailable network - -');
  const reason = `connection refused by 127.0.0.1:${port}`;
  assert.equal(outcome.kind === 'unavailable' ? outcome.reason : '', reason);
  assert.deepEqual(await handle.probe(never), { reachable: false, reason });
});
