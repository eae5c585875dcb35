import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Markup } from './open-markup.ts';
import { cutText } from './text-cutting.ts';
import { sizeOf, type TextUnit } from './text-size.ts';

const kept: [text: string, limit: number, unit: TextUnit][] = [
  ['', 0, 'bytes'],
  ['告警', 6, 'bytes'],
  ['告警', 2, 'characters'],
  ['😀', 2, 'utf16'],
  ['😀', 1, 'characters'],
  ['a"b', 4, 'json'],
  ['a\nb', 4, 'json'],
];
for (const [text, limit, unit] of kept) {
  test(`${JSON.stringify(text)} fits into ${limit} ${unit} and stays`, () =>
    assert.equal(cutText(text, { limit, unit }), text));
}

const cut: [what: string, text: string, limit: number, unit: TextUnit, markup: Markup, expected: string][] = [
  ['ASCII in bytes', 'a'.repeat(60), 40, 'bytes', 'plain', `${'a'.repeat(22)}… (38 bytes cut)`],
  [
    'no half Chinese character',
    '告'.repeat(40),
    50,
    'bytes',
    'plain',
    `${'告'.repeat(7)}…（已截去 99 字节）`,
  ],
  [
    'thousands have a separator',
    'a'.repeat(1300),
    86,
    'bytes',
    'plain',
    `${'a'.repeat(65)}… (1,235 bytes cut)`,
  ],
  ['no half surrogate pair', '😀'.repeat(40), 35, 'utf16', 'plain', `${'😀'.repeat(7)}… (33 characters cut)`],
  ['code points', '😀'.repeat(40), 35, 'characters', 'plain', `${'😀'.repeat(14)}… (26 characters cut)`],
  [
    'a family stays together',
    `a👨‍👩‍👧${'b'.repeat(40)}`,
    24,
    'characters',
    'plain',
    'a… (45 characters cut)',
  ],
  [
    'an accent stays with its letter',
    `${'e\u0301'.repeat(30)}`,
    24,
    'characters',
    'plain',
    'e\u0301… (58 characters cut)',
  ],
  ['a quote counts twice in JSON', '"'.repeat(60), 40, 'json', 'plain', `${'"'.repeat(11)}… (49 bytes cut)`],
  [
    'an address is left out as a whole',
    `see https://a.example/${'b'.repeat(40)}`,
    40,
    'bytes',
    'plain',
    'see … (58 bytes cut)',
  ],
  [
    'a link is left out as a whole',
    `ab [label](https://a.example) ${'c'.repeat(40)}`,
    40,
    'bytes',
    'markdown',
    'ab … (67 bytes cut)',
  ],
  [
    'emphasis is closed',
    `**${'a'.repeat(60)}**`,
    40,
    'bytes',
    'markdown',
    `**${'a'.repeat(18)}**… (44 bytes cut)`,
  ],
  [
    'a font tag is closed',
    `<font color="warning">${'a'.repeat(60)}</font>`,
    60,
    'bytes',
    'markdown',
    `<font color="warning">${'a'.repeat(13)}</font>… (54 bytes cut)`,
  ],
  [
    'a code fence is closed',
    `\`\`\`json\n${'a'.repeat(60)}\n\`\`\``,
    40,
    'bytes',
    'markdown',
    `\`\`\`json\n${'a'.repeat(9)}\n\`\`\`\n… (55 bytes cut)`,
  ],
  [
    'emphasis that ended with its line is not closed again',
    `**a\n${'b'.repeat(60)}`,
    40,
    'bytes',
    'markdown',
    `**a\n${'b'.repeat(18)}… (42 bytes cut)`,
  ],
  [
    'an entity stays whole',
    `${'&#60;'.repeat(20)}`,
    40,
    'bytes',
    'markdown',
    `${'&#60;'.repeat(4)}… (80 bytes cut)`,
  ],
  ['a mention stays whole', `<@zhangsan>${'b'.repeat(40)}`, 27, 'bytes', 'markdown', '… (51 bytes cut)'],
  [
    'an underscore in a word opens nothing',
    `a_b ${'c'.repeat(60)}`,
    40,
    'bytes',
    'markdown',
    `a_b ${'c'.repeat(18)}… (42 bytes cut)`,
  ],
  ['no room for the note', 'abcdef', 3, 'bytes', 'plain', 'abc'],
  ['no room at all', '告', 2, 'bytes', 'plain', ''],
];
for (const [what, text, limit, unit, markup, expected] of cut) {
  test(`cut: ${what}`, () => {
    const result = cutText(text, { limit, unit }, { markup });
    assert.equal(result, expected);
    assert.ok(sizeOf(result, unit) <= limit, `${sizeOf(result, unit)} fits`);
  });
}

test('whatever is cut, it fits, is well-formed and says truly how much is gone', () => {
  const samples = [
    '设备 d-17 离线'.repeat(50),
    '👩🏽‍🚒🇨🇳e\u0301'.repeat(50),
    '**粗** [链接](https://a.example) <font color="info">绿</font> `x` \n> 引\n'.repeat(20),
    '\ud800'.repeat(300),
    '"\\\n\u0000'.repeat(100),
  ];
  for (const unit of ['bytes', 'json', 'utf16', 'characters'] as const) {
    for (const markup of ['plain', 'markdown'] as const) {
      for (const text of samples) {
        for (let limit = 0; limit < 120; limit++) {
          const result = cutText(text, { limit, unit }, { markup });
          assert.ok(sizeOf(result, unit) <= limit, `${unit} ${limit}: ${JSON.stringify(result)}`);
          assert.ok(result.isWellFormed());
          const said = /^(.*)…(?: \(|（已截去 )([\d,]+)/s.exec(result);
          if (!said || markup !== 'plain') continue;
          const gone = text.toWellFormed().slice(said[1]?.length);
          const counted = unit === 'bytes' || unit === 'json' ? 'bytes' : 'characters';
          assert.equal(Number(said[2]?.replaceAll(',', '')), sizeOf(gone, counted));
        }
      }
    }
  }
});

test('hostile texts are cut in no time', () => {
  for (const piece of ['[', '[[a](', '<font ', '`', '**', 'e\u0301', '\u0301', '&#', '\\', '<at ']) {
    const text = piece.repeat(65_536);
    const startedAt = performance.now();
    const result = cutText(text, { limit: 20_000, unit: 'json' }, { markup: 'markdown' });
    assert.ok(sizeOf(result, 'json') <= 20_000);
    assert.ok(performance.now() - startedAt < 2000, `${piece}: ${performance.now() - startedAt} ms`);
  }
});
