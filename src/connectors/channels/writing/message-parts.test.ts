import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMentions } from './mentions.ts';
import { partsOf } from './message-parts.ts';

test('everything but the text has a bound', () => {
  const long = 'x'.repeat(10_000);
  const { title, text, fields, links } = partsOf({
    title: long,
    text: long,
    fields: Array.from({ length: 100 }, () => ({ name: long, value: long })),
    links: Array.from({ length: 100 }, () => ({ label: long, url: 'https://a.example/' })),
  });
  assert.equal(text, long);
  assert.ok(title.length <= 150);
  assert.equal(fields.length, 60);
  assert.deepEqual(fields.at(-1), { name: '…', value: '+41' });
  assert.ok(fields.every(({ name, value }) => name.length <= 60 && value.length <= 500));
  assert.equal(links.length, 5);
});

const urls: [url: string, shown: string | undefined][] = [
  ['https://a.example/d?x=1', 'https://a.example/d?x=1'],
  ['https://a.example/a(b)|"c"', 'https://a.example/a%28b%29%7C%22c%22'],
  ['javascript:alert(1)', undefined],
  ['no address', undefined],
  [`https://a.example/${'x'.repeat(1000)}`, undefined],
];
for (const [url, shown] of urls) {
  test(`a link to ${url.slice(0, 40)} is ${shown ?? 'left out'}`, () =>
    assert.equal(partsOf({ text: 'a', links: [{ label: 'l', url }] }).links[0]?.url, shown));
}

const mentions: [words: string[], expected: Partial<ReturnType<typeof readMentions>>][] = [
  [['all'], { all: true }],
  [['@all', '@ALL', '所有人'], { all: true }],
  [
    ['13800000000', '+86-13800000000', '+852-61234567'],
    { mobiles: ['13800000000', '+86-13800000000', '+852-61234567'] },
  ],
  [['zhangsan', '@lisi', '10023', 'ou_1', 'a.b@c'], { ids: ['zhangsan', 'lisi', '10023', 'ou_1', 'a.b@c'] }],
  [
    ['zhangsan, lisi，wangwu；13800000000'],
    { ids: ['zhangsan', 'lisi', 'wangwu'], mobiles: ['13800000000'] },
  ],
  [['张三', '<@x>'], { names: ['张三', '<@x>'] }],
  [['', ' ', '@', 'undefined'], {}],
  [['a', 'a'], { ids: ['a'] }],
];
for (const [words, expected] of mentions) {
  test(`mention ${JSON.stringify(words)}`, () =>
    assert.deepEqual(readMentions(words), { all: false, mobiles: [], ids: [], names: [], ...expected }));
}

test('at most 50 are called', () => {
  const words = Array.from({ length: 80 }, (_, index) => `u${index}`);
  assert.equal(readMentions(words).ids.length, 50);
});
