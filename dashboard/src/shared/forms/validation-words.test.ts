import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { validationWords } from './validation-words.ts';

/** What the server's library really says of a value. */
function said(schema: z.ZodType, value: unknown): string {
  return schema.safeParse(value).error?.issues[0]?.message ?? '';
}

test('what validation says is told in words, in both languages', () => {
  const rows: [schema: z.ZodType, value: unknown, en: string, zh: string][] = [
    [z.string().min(8), 'short', 'At least 8 characters.', '至少 8 个字符。'],
    [z.string().min(1), '', 'This is needed.', '此项必填。'],
    [z.string().max(4), 'longer', 'At most 4 characters.', '最多 4 个字符。'],
    [z.number().min(1), 0, 'Must be 1 or more.', '不能小于 1。'],
    [z.number().positive(), 0, 'Must be more than 0.', '必须大于 0。'],
    [z.int().max(65_535), 65_536, 'Must be 65535 or less.', '不能大于 65535。'],
    [z.array(z.string()).min(1), [], 'At least 1 of them.', '至少 1 项。'],
    [z.array(z.string()).max(1), ['a', 'b'], 'At most 1 of them.', '最多 1 项。'],
    [z.enum(['allow', 'deny']), 'x', 'Must be one of allow, deny.', '可选值：allow、deny。'],
    [z.int(), 1.5, 'Must be a whole number.', '必须是整数。'],
    [z.number(), 'x', 'Must be a number.', '必须是数字。'],
  ];
  for (const [schema, value, en, zh] of rows) {
    assert.equal(validationWords(said(schema, value), 'en'), en);
    assert.equal(validationWords(said(schema, value), 'zh'), zh);
  }
});

test('what has words of its own keeps them', () => {
  assert.equal(validationWords('must be a URL with http or https', 'zh'), 'must be a URL with http or https');
});
