/** An alarm that the broker raised by itself, as it says it. */
interface SaidAlarm {
  readonly name: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

type Words = (alarm: SaidAlarm) => string;

const overload: Readonly<Record<string, string>> = {
  refuse_connections: '过载：拒绝新连接',
  pause_publishers: '过载：暂停读取流量最大的发布者',
};

const retained: Readonly<Record<string, string>> = {
  retained_quota_exceeded: '保留消息未能保存：已达到 retainer.max_retained_messages 允许的数量',
  retained_memory_exceeded: '保留消息未能保存：占用内存已达到 retainer.max_retained_bytes 允许的大小',
};

const rates: Readonly<Record<string, string>> = {
  messages_rate: '消息速率',
  bytes_rate: '流量速率',
};

/** What went wrong below stands behind the first colon, in its own words. */
const cause = ({ message }: SaidAlarm): string => /: (.*)$/s.exec(message)?.[1] ?? message;

/** Of an alarm that is about one client; its name ends with the user. */
const clientOf = ({ name, details }: SaidAlarm): string =>
  typeof details.clientid === 'string' ? details.clientid : name.split('/').slice(1, -1).join('/');

const words: Readonly<Record<string, Words>> = {
  overload: ({ name, message }) => overload[name.slice('overload/'.length)] ?? message,
  high_process_memory_usage: ({ details }) => `进程内存使用率 ${String(details.usage)}`,
  conn_congestion: (alarm) => `连接拥塞：${clientOf(alarm)} 的接收速度低于发送速度`,
  rate_limited: ({ details, ...alarm }) =>
    `已限速：${clientOf({ ...alarm, details })} 的发布超过其${rates[String(details.reason)] ?? String(details.reason)}上限`,
  retained_full: ({ details, message }) => retained[String(details.reason)] ?? message,
  storage_failure: (alarm) => `无法写入存储：${cause(alarm)}`,
  journal_overload: () => '事件过多，事件记录跟不上',
  journal_failure: (alarm) => `无法记录事件：${cause(alarm)}`,
  unusable_certificate: (alarm) =>
    `${String(alarm.details.listener)} 的新证书无法使用，仍使用原来的证书：${cause(alarm)}`,
  too_many_alerts: () => '未恢复的告警过多：新触发的告警将丢失',
};

/** What is wrong, in Chinese; an alarm that is not known, or says it itself, keeps its words. */
export function brokerAlarmInChinese(alarm: SaidAlarm): string {
  const said = alarm.details.message_zh;
  if (typeof said === 'string') return said;
  const [kind = ''] = alarm.name.split('/', 1);
  return Object.hasOwn(words, kind) ? (words[kind]?.(alarm) ?? alarm.message) : alarm.message;
}
