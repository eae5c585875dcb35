import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { setupPage } from './setup-page.ts';

interface Sent {
  url: string;
  body: Record<string, string>;
}

/** As much of a browser as the page's script asks for. */
function openPage(answer: { status: number; problem?: object }, typed: { password: string; repeat: string }) {
  const sent: Sent[] = [];
  const addresses: string[] = [];
  const outcome = { textContent: '' };
  let submit: (event: object) => Promise<void> = async () => undefined;
  const field = (value: string) => ({ value, focus: () => undefined });
  const form = {
    elements: { username: field('root'), password: field(typed.password), repeat: field(typed.repeat) },
    querySelector: () => ({ disabled: false }),
    addEventListener: (_: string, listener: typeof submit) => {
      submit = listener;
    },
    remove: () => undefined,
  };
  const context = createContext({
    URLSearchParams,
    location: { search: '?token=the-token', pathname: '/setup' },
    history: { replaceState: (_state: unknown, _title: string, address: string) => addresses.push(address) },
    document: { getElementById: (id: string) => ({ setup: form, outcome })[id] },
    fetch: async (url: string, { body }: { body: string }) => {
      sent.push({ url, body: JSON.parse(body) });
      return { status: answer.status, json: async () => answer.problem };
    },
  });
  const page = setupPage({ language: 'en', nonce: 'n', isPending: true });
  const [, script = ''] = /<script nonce="n">([\s\S]*)<\/script>/.exec(page) ?? [];
  runInContext(script, context);
  return { sent, addresses, outcome, submit: () => submit({ preventDefault: () => undefined }) };
}

test('the page sends the token of its address, which it has cleared, and says that it is done', async () => {
  const page = openPage({ status: 201 }, { password: 'secret-1x', repeat: 'secret-1x' });
  assert.deepEqual(page.addresses, ['/setup']);
  await page.submit();
  assert.deepEqual(page.sent, [
    { url: '/api/v5/setup', body: { token: 'the-token', username: 'root', password: 'secret-1x' } },
  ]);
  assert.equal(page.outcome.textContent, 'Done. You can sign in now as root');
});

test('two passwords that differ are not sent', async () => {
  const page = openPage({ status: 201 }, { password: 'secret-1x', repeat: 'secret-1y' });
  await page.submit();
  assert.deepEqual(page.sent, []);
  assert.equal(page.outcome.textContent, 'The two passwords differ.');
});

test('a refusal is told in words', async () => {
  const violation = { kind: 'validation_error', path: 'password', reason: 'x', explanation: 'too short' };
  const rows = [
    [{ code: 'BAD_TOKEN', message: 'no' }, /not valid any more/],
    [{ code: 'BAD_REQUEST', message: JSON.stringify(violation) }, /Password: 8 to 64 characters/],
    [{ code: 'TOO_MANY_REQUESTS', message: 'Too many attempts' }, /Too many attempts/],
  ] as const;
  for (const [problem, words] of rows) {
    const page = openPage({ status: 400, problem }, { password: 'secret-1x', repeat: 'secret-1x' });
    await page.submit();
    assert.match(page.outcome.textContent, words);
  }
});
