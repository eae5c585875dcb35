import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestApp } from '../support/running-app.ts';
import { type ApiCall, apiCallOf } from './api-calls.ts';
import { codeBlocks, type MarkdownPage, pages } from './markdown.ts';
import { shellCommands } from './shell-words.ts';

interface PlacedCall extends ApiCall {
  readonly place: string;
}

/** A part of an address that every reader has another one of. */
const ELLIPSIS = /…/g;

function callsOf(page: MarkdownPage): readonly PlacedCall[] {
  return codeBlocks(page.text)
    .filter(({ language, notRun }) => language === 'sh' && notRun === undefined)
    .flatMap(({ code, line }) =>
      shellCommands(code.replaceAll(ELLIPSIS, '0000'))
        .map(apiCallOf)
        .filter((call) => call !== undefined && !WRITES_OUTSIDE.test(call.path))
        .map((call): PlacedCall => ({ ...(call as ApiCall), place: `${page.path}:${line}` })),
    );
}

/** What readers have by then, unless the page itself makes it. */
const CHANNEL = {
  method: 'POST',
  path: '/connectors',
  body: '{"type":"wecom","name":"ops","url":"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0000"}',
} as const satisfies ApiCall;

function makesTheChannel({ path, body = '' }: ApiCall): boolean {
  return path === CHANNEL.path && /"type":"wecom","name":"ops"/.test(body);
}

/** Tests of channels would write to servers outside. */
const WRITES_OUTSIDE = /^\/connectors\/[^/]+\/test$/;

for (const page of pages) {
  const calls = callsOf(page);
  if (calls.length === 0) continue;
  test(`every call of ${page.path} does what it is shown for`, async (t) => {
    const { app } = await startTestApp(t);
    const base = `http://127.0.0.1:${app.ready.dashboard.port}/api/v5`;
    const authorization = `Basic ${Buffer.from('test:test-secret').toString('base64')}`;
    if (!calls.some(makesTheChannel)) await run(CHANNEL);
    const refused: string[] = [];
    for (const call of calls) {
      const answer = await run(call);
      if (!answer.ok) refused.push(`${call.place}: ${call.method} ${call.path}: ${await answer.text()}`);
      else await answer.arrayBuffer();
    }
    assert.deepEqual(refused, []);

    function run({ method, path, body }: ApiCall): Promise<Response> {
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      return fetch(`${base}${path}`, { method, headers: { authorization, ...type }, body: body ?? null });
    }
  });
}
