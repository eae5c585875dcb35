import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { RecognizedAddress } from '../contract.ts';

const feishu = 'https://open.feishu.cn/open-apis/bot/v2/hook/abc';

test('a pasted address is recognised, with a name that is free', async (t) => {
  const api = await startApi(t);
  const is =
    (expected: RecognizedAddress) =>
    (answer: RecognizedAddress): void =>
      assert.deepEqual(answer, expected);
  await checkTable(api, [
    {
      request: 'POST /connectors_recognize',
      body: { url: feishu },
      status: 200,
      answer: RecognizedAddress,
      check: is({ type: 'feishu', name_suggestion: 'feishu', existing: [] }),
    },
    {
      request: 'POST /connectors',
      body: { type: 'feishu', name: 'feishu', url: feishu },
      status: 201,
    },
    {
      request: 'POST /connectors_recognize',
      body: { url: feishu },
      status: 200,
      answer: RecognizedAddress,
      check: is({ type: 'feishu', name_suggestion: 'feishu_2', existing: ['feishu:feishu'] }),
    },
    {
      request: 'POST /connectors_recognize',
      body: { url: 'https://oapi.dingtalk.com/robot/send' },
      status: 200,
      answer: RecognizedAddress,
      check: is({
        type: 'dingtalk',
        name_suggestion: 'dingtalk',
        existing: [],
        problem: {
          code: 'INCOMPLETE',
          message:
            'this is a DingTalk address without its token: copy the whole of it, to its last character',
          message_zh: '这个钉钉地址缺少 token：请复制完整地址，直到最后一个字符',
        },
      }),
    },
    { request: 'POST /connectors_recognize', body: {}, status: 400, code: 'BAD_REQUEST' },
    { request: 'POST /connectors_recognize', body: { url: 5 }, status: 400, code: 'BAD_REQUEST' },
  ]);
});
