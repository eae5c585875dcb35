import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pages, prose, ROOT } from './markdown.ts';

/** One word per thing, in the dashboard, on the command line and in the pages: what else it might be called. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  告警: ['警报', '报警'],
  系统告警: ['Broker 告警', 'Broker 自身告警'],
  恢复: ['自动解除', '告警解除'],
  确认: ['认领'],
  宽限时间: ['宽限期'],
  宽限中: ['待定'],
  汇总: ['聚合', '收敛'],
  通知渠道: ['联络点'],
  历史回放: ['回测', '试运行规则'],
  剧本: ['预置方案'],
  踢下线: ['踢出', '踢除', '剔除'],
  封禁: ['黑名单'],
  两步验证: ['第二重验证', '第二因素', '双重验证'],
  运维: ['操作员'],
  控制台: ['仪表盘'],
  密钥: ['秘钥'],
  登录: ['登陆'],
  账户: ['帐户', '帐号'],
};

/** Where the other word is meant: a list of senders of spam is none of ours. */
const MEANT: ReadonlySet<string> = new Set(['src/texts/vendor-errors/email.ts: 黑名单']);

const texts = globSync(['src/**/*.ts', 'dashboard/src/**/*.texts.ts', 'scripts/docs/*-zh.ts'], {
  cwd: ROOT,
})
  .filter((path) => !path.endsWith('.test.ts'))
  .map((path) => ({
    path: path.replaceAll('\\', '/'),
    text: readFileSync(join(ROOT, path), 'utf8'),
  }));

const chinese = pages
  .filter(({ path }) => path.startsWith('docs/zh/') || path === 'README.zh-CN.md')
  .map(({ path, text }) => ({ path, text: prose(text) }));

test('each thing has one Chinese word, everywhere', () => {
  const found: string[] = [];
  for (const { path, text } of [...texts, ...chinese]) {
    for (const [right, others] of Object.entries(WORDS)) {
      for (const wrong of others) {
        if (text.includes(wrong) && !MEANT.has(`${path}: ${wrong}`))
          found.push(`${path}: ${wrong}, write ${right}`);
      }
    }
  }
  assert.deepEqual(found, []);
});

test('Chinese texts and pages have Chinese punctuation', () => {
  const narrow = [...texts, ...chinese].flatMap(({ path, text }) =>
    [...text.replaceAll(/`[^`\n]*`/g, '').matchAll(/\p{Script=Han}[,;!?](?=\p{Script=Han})/gu)].map(
      ([found]) => `${path}: ${found}`,
    ),
  );
  assert.deepEqual(narrow, []);
});
