/** What `tocsin silences …` says. */
const en = {
  help: {
    silences: 'silences of a running broker: who is told nothing, until when',
    ls: 'list them: active ones, those to come, and for 30 days those that are over',
    show: 'one silence',
    create: 'tell nobody of what fits --rule, --monitor, --about and --severity',
    end: 'end silences now',
    state: 'active, pending or expired; several with commas',
  },
  columns: {
    id: 'ID',
    state: 'STATE',
    matchers: 'MATCHERS',
    starts: 'STARTS',
    ends: 'ENDS',
    hides: 'HIDES',
    by: 'BY',
    reason: 'REASON',
  },
  states: {} as Readonly<Record<string, string>>,
  untilResolved: 'until resolved',
  nothing: 'nothing is silent\ntry: tocsin silences create --rule ID --for 1h',
  ended: (id: string) => `${id} is over`,
};

export type SilenceTexts = typeof en;

const zh: SilenceTexts = {
  help: {
    silences: '正在运行的服务的静默：在何时之前不通知',
    ls: '列出静默：生效中的、即将开始的，以及 30 天内结束的',
    show: '一条静默',
    create: '不通知符合 --rule、--monitor、--about、--severity 的告警',
    end: '立即结束静默',
    state: 'active、pending 或 expired；多个以逗号分隔',
  },
  columns: {
    id: 'ID',
    state: '状态',
    matchers: '匹配条件',
    starts: '开始',
    ends: '结束',
    hides: '已静默',
    by: '创建人',
    reason: '原因',
  },
  states: { active: '生效中', pending: '未开始', expired: '已结束' },
  untilResolved: '直到恢复',
  nothing: '没有静默\n试试：tocsin silences create --rule ID --for 1h',
  ended: (id) => `${id} 已结束`,
};

export const silenceCommands: Readonly<Record<'en' | 'zh', SilenceTexts>> = { en, zh };
