const en = {
  help: {
    ls: 'list rules: how they do, matches of the last 24 hours, open alerts',
    show: 'one rule with its SQL and what it does',
    enable: 'switch rules on',
    disable: 'switch rules off; their open alerts end',
    rm: 'delete rules',
    explain:
      'why a rule does or does not match an event: a file of JSON, or the id of a recorded one; exit code 5 when it does not',
    event: 'a JSON file with the columns of an event, - for standard input, or the id of a recorded event',
  },
  columns: {
    id: 'ID',
    state: 'STATE',
    matched: 'MATCHED 24H',
    alerts: 'ALERTS',
    failures: 'FAILURES',
    last: 'LAST MATCH',
    owner: 'OWNER',
    name: 'NAME',
  },
  nothing: 'there are no rules',
  states: {
    ok: 'ok',
    never_matched: 'never matched',
    action_failing: 'action failing',
    failing: 'failing',
    broken: 'broken',
    off: 'off',
  } as Readonly<Record<string, string>>,
  removed: (id: string) => `${id} deleted`,
  switched: (id: string, enable: boolean) => `${id} is ${enable ? 'on' : 'off'}`,
};

export type RuleCommandTexts = typeof en;

const zh: RuleCommandTexts = {
  help: {
    ls: '列出规则：状态、24 小时命中、未恢复的告警',
    show: '一条规则的 SQL 与动作',
    enable: '启用规则',
    disable: '停用规则；其未恢复的告警随之结束',
    rm: '删除规则',
    explain: '一个事件为何命中或未命中规则：JSON 文件，或已记录事件的 ID；未命中则退出码为 5',
    event: '含事件各字段的 JSON 文件，- 表示标准输入，或已记录事件的 ID',
  },
  columns: {
    id: 'ID',
    state: '状态',
    matched: '24 小时命中',
    alerts: '告警',
    failures: '失败',
    last: '最近命中',
    owner: '归属',
    name: '名称',
  },
  nothing: '还没有规则',
  states: {
    ok: '正常',
    never_matched: '从未命中',
    action_failing: '动作失败',
    failing: '执行失败',
    broken: '无法运行',
    off: '已停用',
  },
  removed: (id) => `已删除 ${id}`,
  switched: (id, enable) => `${id} 已${enable ? '启用' : '停用'}`,
};

/** What `tocsin rules ls`, `show`, `enable` and `disable` say. */
export const ruleCommandTexts = { en, zh };
