/** What a backtest could not look at, and what to do about it. Values come as they are to be shown. */

interface Names {
  readonly names: string;
}

interface Filter {
  readonly filter: string;
}

interface Lost {
  readonly count: number;
  readonly reason: string;
}

interface Stopped {
  readonly read: number;
}

const en = {
  begins: () =>
    'the oldest recorded event is later than the time asked for: nothing is known of what happened before it',
  empty: () => 'nothing has been recorded yet',
  retention: ({ kept }: { readonly kept: string }) =>
    `the journal keeps ${kept} (journal.retention): what is older is not looked at`,
  lost: ({ count, reason }: Lost) =>
    `${count} events of this time were not recorded (${reason}); this is not told by kinds of events`,
  moreLost: () => 'there are more such gaps than are listed',
  kindsOff: ({ names }: Names) =>
    `${names} is not recorded: add it to journal.events, and backtest what happens from then on`,
  denialsOnly: () =>
    'of client.check_authz_complete only refusals are recorded: add client.check_authz_complete to journal.events to have all of them',
  messages: ({ filter }: Filter) =>
    `messages of "${filter}" are not all recorded, only a sample of those that rules look at: add "${filter}" to journal.messages, and backtest what happens from then on`,
  noMessages: ({ filter }: Filter) =>
    `messages of "${filter}" are not recorded: add "${filter}" to journal.messages, and backtest what happens from then on`,
  sources: ({ names }: Names) => `what sources bring in is not recorded: ${names}`,
  stopped: ({ read }: Stopped) =>
    `a backtest ends after so much work; ${read} events were read, and what happened after this time was not looked at: ask for a shorter time`,
  unreadable: ({ count }: { readonly count: number }) =>
    `${count} recorded events could not be read and were left out`,
  clients: ({ count }: { readonly count: number }) =>
    `there are too many clients to tell apart: ${count} events are missing in by_client`,
};

export type BacktestGapTexts = typeof en;
export type BacktestGapCode = keyof BacktestGapTexts;

const zh: BacktestGapTexts = {
  begins: () => '最早的记录晚于所要求的时间：在此之前发生的事情无从得知',
  empty: () => '尚无任何记录',
  retention: ({ kept }) => `事件日志只保留 ${kept}（journal.retention）：更早的事件不会被查看`,
  lost: ({ count, reason }) => `这段时间有 ${count} 个事件未被记录（${reason}），无法区分事件种类`,
  moreLost: () => '此类缺口多于所列出的',
  kindsOff: ({ names }) => `${names} 未被记录：请将其加入 journal.events，之后发生的事件即可回放`,
  denialsOnly: () =>
    'client.check_authz_complete 只记录了被拒绝的检查：将 client.check_authz_complete 加入 journal.events 即可全部记录',
  messages: ({ filter }) =>
    `“${filter}” 的消息没有全部记录，只有规则所看到消息的抽样：请将 “${filter}” 加入 journal.messages，之后的消息即可回放`,
  noMessages: ({ filter }) =>
    `“${filter}” 的消息未被记录：请将 “${filter}” 加入 journal.messages，之后的消息即可回放`,
  sources: ({ names }) => `数据源带来的消息不会被记录：${names}`,
  stopped: ({ read }) =>
    `回放的工作量有上限；已读取 ${read} 个事件，此时间之后的事件未被查看：请缩短时间范围`,
  unreadable: ({ count }) => `${count} 个记录无法读取，已跳过`,
  clients: ({ count }) => `客户端过多，无法逐一区分：by_client 中缺少 ${count} 个事件`,
};

export const backtestGaps: Readonly<Record<'en' | 'zh', BacktestGapTexts>> = { en, zh };
