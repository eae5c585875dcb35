const en = {
  help: {
    ls: 'list rules: how they do, matches of the last 24 hours, open alerts',
    show: 'one rule with its SQL and what it does',
    enable: 'switch rules on',
    disable: 'switch rules off; their open alerts end',
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
  switched: (id: string, enable: boolean) => `${id} is ${enable ? 'on' : 'off'}`,
};

export type RuleCommandTexts = typeof en;

const zh: RuleCommandTexts = {
  help: {
    ls: '列出规则：状态、24 小时命中、未恢复的告警',
    show: '一条规则的 SQL 与动作',
    enable: '启用规则',
    disable: '停用规则；其未恢复的告警随之结束',
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
  switched: (id, enable) => `${id} 已${enable ? '启用' : '停用'}`,
};

/** What `tocsin rules ls`, `show`, `enable` and `disable` say. */
export const ruleCommandTexts = { en, zh };
