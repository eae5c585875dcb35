import fc from 'fast-check';

/** Mostly grammatical, so that the compiler and the evaluation get their share. */
export const { expression: sqlExpression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      'payload',
      'payload.x',
      'payload.arr',
      'qos',
      'nosuch',
      "'t'",
      '1',
      '2.5',
      'true',
      '"q"',
      '[1..3]',
      '[]',
    ),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '-', '*', '/', 'div', 'mod', '=', '!=', '<', '>=', '=~', 'AND', 'OR'),
        tie('expression'),
      )
      .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    tie('expression').map((a) => `NOT (${a})`),
    tie('expression').map((a) => `-(${a})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a})[${b}]`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} NOT IN (${b}))`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map((parts) => `CASE ${parts[0]} WHEN ${parts[1]} THEN ${parts[2]} END`),
    fc
      .tuple(
        fc.constantFrom('upper', 'str', 'int', 'is_empty', 'concat', 'join_to_string'),
        tie('expression'),
      )
      .map(([name, a]) => `${name}(${a})`),
    fc
      .tuple(
        fc.constantFrom('coalesce', 'split', 'concat', 'regex_match', 'pad'),
        tie('expression'),
        tie('expression'),
      )
      .map(([name, a, b]) => `${name}(${a}, ${b})`),
  ),
}));
