/** What is said about files of rules and of their tests. Foreign text comes in as it is; whoever prints makes it harmless. */

interface UnknownMember {
  readonly member: string;
  readonly suggestion: string | undefined;
  readonly known: readonly string[];
}

/** Something has a file, and the database has it too. */
interface TwoOwners {
  readonly kind: string;
  readonly id: string;
  /** RFC 3339 */
  readonly changedAt?: string | undefined;
}

const en = {
  unreadable: ({ reason }: { reason: string }) =>
    `the file cannot be read (${reason}); check the path and its permissions`,
  syntax: ({ reason }: { reason: string }) => `this is not valid YAML: ${reason}`,
  notAMap: ({ example }: { example: string }) =>
    `the file must consist of members, each as name: value, such as ${example}`,
  unknownMember: ({ member, suggestion, known }: UnknownMember) =>
    suggestion === undefined
      ? `there is no member ${member}; write one of ${known.join(', ')}`
      : `there is no member ${member}; did you mean ${suggestion}?`,
  missingMember: ({ member, example }: { member: string; example: string }) =>
    `${member} is missing; write it as ${example}`,
  invalid: ({ path, reason }: { path: string; reason: string }) => `${path}: ${reason}`,
  doubleId: ({ id, other }: { id: string; other: string }) =>
    `the rule ${id} stands in ${other} already; give this one another id`,
  twoOwners: ({ kind, id, changedAt }: TwoOwners) =>
    `${kind}/${id} is here and in the database, where the dashboard or the API put it${changedAt === undefined ? '' : ` (last changed ${changedAt})`}; to keep that one, take it out of this file and run: tocsin adopt ${kind}/${id}. To keep this one, delete that one in the dashboard`,
  doubleObject: ({ kind, id, other }: { kind: string; id: string; other: string }) =>
    `${kind}/${id} stands in ${other} already; give this one another name`,
  noChannel: ({ type, channels }: { type: string; channels: readonly string[] }) =>
    `${type} is no channel; write it below connectors, or one of ${channels.join(', ')}`,
  notAnObject: ({ member }: { member: string }) =>
    `write the members of one of the ${member} here, each as name: value`,
  needed: ({ kind, id, reason }: { kind: string; id: string; reason: string }) =>
    `${kind}/${id} stood in this file, and cannot be taken away: ${reason}`,
  absent: ({ member }: { member: string }) => `${member} is missing; write it as ${member}: …`,
  noRule: ({ file }: { file: string }) =>
    `there is no rule to test: write its SQL as sql: …, or its file as rule: …; ${file} does not exist`,
  ruleAndSql: () => 'the rule is named twice; leave out either rule or sql',
  noTests: () => 'there are no tests in it; write a list below tests:',
  notAList: ({ member }: { member: string }) => `${member} must be a list, each item behind a hyphen`,
  notOneOfMap: ({ member }: { member: string }) => `${member} must be a map of names to values`,
  oneExpectation: ({ known }: { known: string }) => `say what is expected, by one of ${known}`,
  badExpectation: () => 'expect takes: no match',
  notRows: () => 'rows takes a list of rows; one row stands below row:',
  unknownEvent: ({
    type,
    suggestion,
    known,
  }: {
    type: string;
    suggestion: string | undefined;
    known: string;
  }) =>
    `there is no event_type ${type}; ${suggestion === undefined ? `write one of ${known}` : `did you mean ${suggestion}?`}`,
  unknownColumn: ({
    column,
    type,
    suggestion,
    known,
  }: {
    column: string;
    type: string;
    suggestion: string | undefined;
    known: string;
  }) =>
    `${type} has no column ${column}; ${suggestion === undefined ? `write one of ${known}` : `did you mean ${suggestion}?`}`,
  badMoment: () => 'now takes a time such as 2026-01-01T00:00:00Z, or Unix milliseconds',
  badOffset: () => 'write how long after the beginning, such as +59s',
  badTimes: ({ most }: { most: number }) => `times takes a whole number from 1 to ${most}`,
  badLanguage: () => 'language takes en or zh',
  notExpectedList: ({ member }: { member: string }) =>
    `${member} takes a number, or a list with what each of them has; [] for none`,
  rowsInStory: ({ member }: { member: string }) =>
    `a case about alerts and messages says nothing of rows; take out ${member}, or make two cases of it`,
  // What a test found.
  noAlert: () => 'the rule has no alert',
  expectedAlerts: ({ wanted, count }: { wanted: number; count: number }) =>
    `expected ${wanted === 0 ? 'no alert' : wanted === 1 ? 'one alert' : `${wanted} alerts`} to open, and ${count === 1 ? '1 did' : `${count} did`}`,
  expectedMessages: ({ wanted, count }: { wanted: number; count: number }) =>
    `expected ${wanted === 0 ? 'no message' : wanted === 1 ? 'one message' : `${wanted} messages`}, and ${count === 1 ? '1 came' : `${count} came`}`,
  oneOf: ({ kind, n }: { kind: 'alert' | 'message'; n: number }) => `${kind} ${n}`,
  came: ({ kind, row }: { kind: 'alert' | 'message'; row: string }) => `the ${kind}: ${row}`,
  expectedRows: ({ count }: { count: number }) => (count === 1 ? 'expected a row' : `expected ${count} rows`),
  expectedNoMatch: () => 'expected no match',
  expectedError: ({ text }: { text: string }) => `expected an error with ${text}`,
  gotRows: ({ count }: { count: number }) => (count === 1 ? 'got a row' : `got ${count} rows`),
  notHeard: ({ from, about }: { from: string; about: string }) => `FROM ${from} does not hear ${about}`,
  different: ({ path, expected, got }: { path: string; expected: string; got: string }) =>
    `${path}: expected ${expected}, got ${got}`,
  missing: ({ path, expected }: { path: string; expected: string }) =>
    `${path}: expected ${expected}, and it is not there`,
  surplus: ({ path, got }: { path: string; got: string }) => `${path}: not expected, got ${got}`,
  row: ({ n }: { n: number }) => `row ${n}`,
  wholeRow: ({ row }: { row: string }) => `the row: ${row}`,
  // The whole run.
  nothingFound: ({ places }: { places: string }) =>
    `No rules and no tests were found in ${places}. Name a directory or files with -f.`,
  noTestsFound: ({ count }: { count: number }) =>
    `${count === 1 ? 'One rule was' : `${count} rules were`} checked, and there are no tests. Write a *.test.yaml beside the rule.`,
  summary: ({
    passed,
    failed,
    problems,
    warnings,
  }: {
    passed: number;
    failed: number;
    problems: number;
    warnings: number;
  }) =>
    [
      `${passed} passed`,
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(problems > 0
        ? [`${problems} ${problems === 1 ? 'file or rule' : 'files or rules'} with an error`]
        : []),
      ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
    ].join(', '),
  milliseconds: ({ time }: { time: string }) => `${time} ms`,
  warning: 'warning',
  error: 'error',
  cannotReadSchemas: ({ reason }: { reason: string }) => `Cannot use the schemas: ${reason}`,
  cannotWrite: ({ file, code }: { file: string; code: string }) =>
    `Cannot write ${file} (${code}). Choose another place for --junit.`,
};

export type RuleFileMessages = typeof en;

const zh: RuleFileMessages = {
  unreadable: ({ reason }) => `无法读取该文件（${reason}），请检查路径和权限`,
  syntax: ({ reason }) => `不是有效的 YAML：${reason}`,
  notAMap: ({ example }) => `文件应由成员组成，每项写作 name: value，例如 ${example}`,
  unknownMember: ({ member, suggestion, known }) =>
    suggestion === undefined
      ? `没有 ${member} 这个成员，可用的有 ${known.join('、')}`
      : `没有 ${member} 这个成员，是否想写 ${suggestion}？`,
  missingMember: ({ member, example }) => `缺少 ${member}，请写作 ${example}`,
  invalid: ({ path, reason }) => `${path}：${reason}`,
  doubleId: ({ id, other }) => `规则 ${id} 已在 ${other} 中，请换一个 id`,
  twoOwners: ({ kind, id, changedAt }) =>
    `${kind}/${id} 既在此文件中，也在数据库中（由界面或 API 创建${changedAt === undefined ? '' : `，最后修改于 ${changedAt}`}）。要保留数据库中的那一份，请先从此文件中删掉它，再运行：tocsin adopt ${kind}/${id}；要保留这一份，请在界面中删除另一份`,
  doubleObject: ({ kind, id, other }) => `${kind}/${id} 已在 ${other} 中，请换一个名称`,
  noChannel: ({ type, channels }) =>
    `${type} 不是通知渠道，请写在 connectors 下，或改用 ${channels.join('、')} 之一`,
  notAnObject: ({ member }) => `请在此写出 ${member} 中一项的成员，每项写作 name: value`,
  needed: ({ kind, id, reason }) => `${kind}/${id} 原在此文件中，但无法删除：${reason}`,
  absent: ({ member }) => `缺少 ${member}，请写作 ${member}: …`,
  noRule: ({ file }) => `没有要测试的规则：请用 sql: … 写出 SQL，或用 rule: … 指出文件；${file} 不存在`,
  ruleAndSql: () => '规则写了两次，请只保留 rule 或 sql 之一',
  noTests: () => '其中没有测试，请在 tests: 下写一个列表',
  notAList: ({ member }) => `${member} 应为列表，每项以连字符开头`,
  notOneOfMap: ({ member }) => `${member} 应为名称到值的映射`,
  oneExpectation: ({ known }) => `请写出期望的结果，用以下之一：${known}`,
  badExpectation: () => 'expect 只能写：no match',
  notRows: () => 'rows 应为行的列表；单独一行写在 row: 下',
  unknownEvent: ({ type, suggestion, known }) =>
    `没有 ${type} 这个 event_type，${suggestion === undefined ? `可用的有 ${known}` : `是否想写 ${suggestion}？`}`,
  unknownColumn: ({ column, type, suggestion, known }) =>
    `${type} 没有字段 ${column}，${suggestion === undefined ? `可用的有 ${known}` : `是否想写 ${suggestion}？`}`,
  badMoment: () => 'now 应为时间，例如 2026-01-01T00:00:00Z，或 Unix 毫秒数',
  badOffset: () => '请写距开始多久，例如 +59s',
  badTimes: ({ most }) => `times 应为 1 到 ${most} 的整数`,
  badLanguage: () => 'language 只能写 en 或 zh',
  notExpectedList: ({ member }) => `${member} 应为数量，或写出各自内容的列表；没有则写 []`,
  rowsInStory: ({ member }) => `关于告警和消息的用例不涉及行；请去掉 ${member}，或拆成两个用例`,
  noAlert: () => '该规则没有告警',
  expectedAlerts: ({ wanted, count }) => `期望打开 ${wanted} 个告警，实际 ${count} 个`,
  expectedMessages: ({ wanted, count }) => `期望 ${wanted} 条消息，实际 ${count} 条`,
  oneOf: ({ kind, n }) => `第 ${n} ${kind === 'alert' ? '个告警' : '条消息'}`,
  came: ({ kind, row }) => `${kind === 'alert' ? '告警' : '消息'}：${row}`,
  expectedRows: ({ count }) => `期望 ${count} 行`,
  expectedNoMatch: () => '期望不匹配',
  expectedError: ({ text }) => `期望出现含 ${text} 的错误`,
  gotRows: ({ count }) => `实际得到 ${count} 行`,
  notHeard: ({ from, about }) => `FROM ${from} 收不到 ${about}`,
  different: ({ path, expected, got }) => `${path}：期望 ${expected}，实际是 ${got}`,
  missing: ({ path, expected }) => `${path}：期望 ${expected}，实际不存在`,
  surplus: ({ path, got }) => `${path}：不应出现，实际是 ${got}`,
  row: ({ n }) => `第 ${n} 行`,
  wholeRow: ({ row }) => `该行：${row}`,
  nothingFound: ({ places }) => `在 ${places} 中没有找到规则或测试。请用 -f 指定目录或文件。`,
  noTestsFound: ({ count }) => `检查了 ${count} 条规则，没有测试。请在规则旁边写一个 *.test.yaml。`,
  summary: ({ passed, failed, problems, warnings }) =>
    [
      `${passed} 个通过`,
      ...(failed > 0 ? [`${failed} 个失败`] : []),
      ...(problems > 0 ? [`${problems} 个文件或规则有错误`] : []),
      ...(warnings > 0 ? [`${warnings} 个警告`] : []),
    ].join('，'),
  milliseconds: ({ time }) => `${time} 毫秒`,
  warning: '警告',
  error: '错误',
  cannotReadSchemas: ({ reason }) => `无法使用这些 schema：${reason}`,
  cannotWrite: ({ file, code }) => `无法写入 ${file}（${code}）。请为 --junit 换一个位置。`,
};

export const ruleFileMessages: Readonly<Record<'en' | 'zh', RuleFileMessages>> = { en, zh };

/** What the schema of a rule says in words of its own, which are English. */
export const draftReasonsZh: ReadonlyMap<string, string> = new Map([
  ['must not be empty', '不能为空'],
  ['must not contain control characters', '不能含控制字符'],
  ['must be the id of an action, "type:name"', '应为动作的 id，写作 "类型:名称"'],
  [`must be 0, 1, 2 or a placeholder such as \${qos}`, `应为 0、1、2，或占位符，例如 \${qos}`],
  [`must be true, false or a placeholder such as \${retain}`, `应为 true、false，或占位符，例如 \${retain}`],
  [
    'the function of an output is republish, console or alert; the id of an action stands without braces',
    '输出的 function 是 republish、console 或 alert；动作的 id 不加大括号',
  ],
  [
    'a rule has one alert: keep the member alert, or one output with the function alert',
    '一条规则只有一个告警：请只保留成员 alert，或一个 function 为 alert 的输出',
  ],
  [
    'rows that come and rows that stay away are two alerts: leave out absence or threshold',
    '有行到来与没有行到来是两个告警：请去掉 absence 或 threshold',
  ],
  ['must be longer than 0, such as 1m', '必须大于 0，例如 1m'],
  ['must be longer than 0, such as 10m', '必须大于 0，例如 10m'],
  [
    'the alert would end when it begins: write a time such as 10m',
    '告警一开始就会结束：请写一个时间，例如 10m',
  ],
  ['must be longer than 0, such as 10m; false switches it off', '必须大于 0，例如 10m；写 false 可关闭'],
  ['people would be told without end: write a time such as 30m', '通知会不停地发送：请写一个时间，例如 30m'],
  [
    'must be longer than 0; who is to know at once stands in notify',
    '必须大于 0；需要立即知道的人写在 notify 中',
  ],
  [
    'write a text, or one in each language: {"en": "…", "zh": "…"}',
    '请写一段文字，或每种语言各一段：{"en": "…", "zh": "…"}',
  ],
  [
    'write a list of channels, as ["wecom:ops"], or one for each severity',
    '请写通知渠道的列表，如 ["wecom:ops"]，或按级别分别写',
  ],
  [
    'not a duration: write it like 15s, 500ms, 1m30s or 7d; a bare number is milliseconds',
    '不是时长：写作 15s、500ms、1m30s 或 7d；单独的数字表示毫秒',
  ],
]);
