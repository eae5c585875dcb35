import { tlsTroubleOf } from './tls-trouble.ts';

/** What the commands say that ask a running broker. Foreign text comes in as it is; whoever prints makes it harmless. */

interface Refusal {
  readonly status: number;
  readonly message: string;
}

interface BacktestFigures {
  readonly read: string;
  readonly time: string;
  readonly matched: string;
  readonly alerts: string;
  readonly before: string | undefined;
  readonly suppressed: string;
}

interface ChannelFigures {
  readonly messages: number;
  readonly peak: number;
  readonly limit: number | undefined;
  readonly throttled: number;
  readonly digests: number;
}

type Words = Readonly<Record<string, string>>;

const en = {
  help: {
    alerts: 'alerts of a running broker',
    ls: 'list alerts: those that are not resolved, or --status resolved',
    show: 'one alert with its timeline',
    groups: 'what is not resolved by rule and monitor, the worst first',
    days: 'how many alerts began on each day',
    common: 'what alerts have in common',
    export: 'alerts as a file of JSON lines, or --csv',
    csv: 'a table for spreadsheets',
    ack: 'say that you take care of alerts',
    resolve: 'end alerts by hand',
    note: 'write something into the timeline of an alert',
    silence: 'tell nobody of an alert, or of all that fit --rule, --monitor, --key and --severity',
    follow: 'print what happens to alerts, until Ctrl-C',
    backtest: 'try a rule on recorded events: what it would have alerted, and told whom; nothing is sent',
    server: 'the broker (TOCSIN_SERVER; default: http://localhost:18083)',
    ctx: 'a context of tocsin ctx (TOCSIN_CTX; default: the one in use)',
    key: 'an API key as key:secret (TOCSIN_API_KEY); others on this machine can see it',
    token: 'the token of a login (TOCSIN_TOKEN); others on this machine can see it',
    tokenFile: 'a file with an API key as key:secret, or a token; - reads standard input (TOCSIN_TOKEN_FILE)',
    ca: 'a PEM file with authorities that are trusted besides those of the system (TOCSIN_CA)',
    output: 'table, wide, tsv, json, yaml or name; a table on a terminal, else tsv',
    watch: 'show it again every 2 s, or every so often (5s)',
    status: 'pending, open, acknowledged, resolved; several with commas',
    severity: 'critical, warning, info; several with commas',
    rule: 'the id of a rule',
    monitor: 'the name of a monitor',
    alertKey: 'what the alert is about',
    text: 'stands in the key, the rule, a text, a label or a fact',
    limit: 'so many at most (default: 100)',
    all: 'all of them, however many there are',
    worst: 'critical ones first',
    message: 'a note for the timeline, or the reason of a silence',
    for: 'how long (default: 1h)',
    untilResolved: 'until it is over',
    since: 'how long ago, or RFC 3339 (default: 24h)',
    until: 'the same (default: now)',
    backtestFile: 'a rule in a file of YAML or JSON instead of one that is kept; - for standard input',
    set: 'try another setting, for example alert.for=120s; may be repeated',
    sim: 'simulated devices, which a running broker plays itself',
    simStart: 'start some; they are gone when the broker stops',
    simLs: 'list the simulations',
    simCut: 'end connections without a word, as devices that lose their power',
    simTimeout: 'fall silent, so that the broker gives the devices up',
    simDisconnect: 'say good-bye',
    simReconnect: 'connect those that are not connected',
    simStop: 'end a simulation',
    simClients: 'how many (default: 1)',
    simPrefix: 'what their client ids begin with (default: sim-)',
    simTopic: 'what each publishes to; ${clientid} is filled in',
    simPayload: 'what it publishes; ${clientid}, ${n}, ${random} and ${timestamp} are filled in',
    simEvery: 'how often (default: 5s)',
    simKeepalive: 'seconds (default: 60)',
    simVersion: '5, 3.1.1 or 3.1 (default: 5)',
    simCount: 'only so many of them',
  },
  simColumns: ['ID', 'PREFIX', 'CLIENTS', 'CONNECTED', 'SILENT', 'OFFLINE', 'REFUSED', 'SENT'],
  noSimulations: 'no devices are simulated: tocsin sim start --clients 10',
  simStopped: 'stopped',
  simTopic: 'What are they to publish to? --topic demo/${clientid}',
  badNumber: (flag: string, given: string) => `${flag} ${given}: write a whole number`,
  badVersion: (given: string) => `--mqtt-version ${given}: choose 5, 3.1.1 or 3.1`,
  noContext: ({ name, suggestion }: { name: string; suggestion: string | undefined }) =>
    `There is no context ${name}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}\ntry: tocsin ctx ls`,
  badContextFile: (file: string, reason: string) =>
    `The contexts in ${file} cannot be used: ${reason}\ntry: mend the file, or delete it and add them again with tocsin ctx add`,
  badTokenFile: ({ file, reason }: { file: string; reason: string | undefined }) =>
    reason === undefined
      ? `There is no token in ${file}: its first line has to be an API key as key:secret, or the token of a login.`
      : `The token in ${file} cannot be read (${reason}).`,
  noCredentials: (url: string) =>
    `${url} wants to know who is asking.\ntry: --token-file FILE with an API key as key:secret, or once and for all: tocsin ctx add NAME --server ${url} --token-file FILE`,
  unreachable: (url: string, reason: string) => {
    switch (tlsTroubleOf(url, reason)) {
      case 'name':
        return `The certificate of ${url} is of another name (${reason}).\ntry: a name that stands in it: --server https://NAME:PORT`;
      case 'time':
        return `The certificate of ${url} has expired, or does not hold yet (${reason}).\ntry: renew it on the server, and look at the clock of this machine`;
      case 'authority':
        return `The certificate of ${url} is of an authority that this machine does not know (${reason}).\ntry: --ca FILE with the certificate of that authority, in PEM`;
      case 'plain':
        return `Nobody speaks TLS at ${url} (${reason}).\ntry: http:// in the place of https://, or the port of HTTPS`;
      case 'secure':
        return `What answers at ${url} closes at once (${reason}).\ntry: https:// in the place of http://, if TLS is spoken there`;
      default:
        return `Nobody answers at ${url} (${reason}).\ntry: tocsin start, or another address: --server http://host:18083`;
    }
  },
  badCa: (file: string, reason: string) => `The authorities in ${file} cannot be used: ${reason}`,
  signedOut: ({ url, context }: { url: string; context: string | undefined }) =>
    `The login at ${url} is over: its time is up, it was signed out, or it is of another broker.\ntry: tocsin ctx login${context === undefined ? '' : ` ${context}`}`,
  badKey: (url: string) =>
    `${url} does not know this API key: it is mistyped, deleted, expired, or of another broker.\ntry: another one, --token-file FILE`,
  needsLogin: (message: string) => `This is for people: ${message}\ntry: tocsin ctx login`,
  notAllowed: ({ status, message }: Refusal) =>
    `The broker does not allow this (${status}): ${message}\ntry: an API key or a login with more rights, --token-file FILE or --ctx NAME`,
  refused: ({ status, message }: Refusal) => `The broker refused this (${status}): ${message}`,
  unexpected: (url: string) =>
    `${url} answers, but not as Tocsin does.\ntry: the address of its dashboard, --server http://host:18083`,
  badUrl: (url: string) => `${url} is no address.\ntry: --server http://host:18083`,
  tryHelp: (command: string) => `try: tocsin ${command === '' ? '' : `${command} `}--help`,
  tryCommand: (command: string) => `try: tocsin ${command}`,
  badWatch: (given: string) => `--watch ${given}: write it like 5s; 200ms is the shortest`,
  badSet: (given: string) => `--set ${given}: write it like alert.for=120s`,
  badOutput: (given: string) => `--output ${given}: choose table, wide, tsv, json, yaml or name`,
  badFor: (given: string) => `--for ${given}: write it like 1h, 30m or 7d`,
  changeWhat: 'Which alerts? Give their ids, or --rule, --monitor or --severity.',
  badTime: (given: string) => `${given}: write it like 24h, 7d or 2026-08-20T14:00:00+08:00`,
  silenceWhat: 'What is to be silent? Give the id of an alert, or --rule, --monitor, --key or --severity.',
  noMessage: 'What is to be written? -m "text"',
  badLimit: (given: string) => `--limit ${given}: write a whole number from 1`,
  limitOrAll: 'Give one of --limit and --all.',
  more: (shown: number, count: number | undefined) =>
    `${count === undefined ? `the first ${shown}` : `${shown} of ${count}`}; the others: --limit COUNT or --all`,
  nothing: 'nothing is the matter',
  columns: {
    id: 'ID',
    severity: 'SEVERITY',
    status: 'STATUS',
    since: 'SINCE',
    source: 'RULE/MONITOR',
    key: 'KEY',
    title: 'TITLE',
    summary: 'SUMMARY',
    by: 'BY',
    count: 'COUNT',
    silenced: 'SILENCED',
    failed: 'NOT DELIVERED',
    day: 'DAY',
    factor: 'IN COMMON',
    value: 'VALUE',
  },
  severities: { critical: 'critical', warning: 'warning', info: 'info' } as Words,
  statuses: {
    pending: 'pending',
    open: 'open',
    acknowledged: 'acknowledged',
    resolved: 'resolved',
    silenced: 'silenced',
  } as Words,
  /** What a stream tells of an alert. */
  news: {} as Words,
  skipped: (count: number) => `${count} more, which came too fast`,
  did: (verb: 'acknowledge' | 'resolve', changed: number) =>
    `${changed} ${changed === 1 ? 'alert' : 'alerts'} ${verb === 'acknowledge' ? 'acknowledged' : 'resolved'}`,
  unchanged: (ids: string) => `unchanged: ${ids}`,
  missing: (ids: string) => `there is no such alert: ${ids}`,
  noted: 'noted',
  silenced: (until: string | undefined) =>
    until === undefined ? 'silenced until it is over' : `silenced until ${until}`,
  backtest: ({ read, time, matched, alerts, before, suppressed }: BacktestFigures) =>
    `events read ${read} (${time}) · matched ${matched} · alerts ${alerts}${before === undefined ? '' : ` (was ${before})`} · short drops suppressed ${suppressed}`,
  backtestWhat: 'Which rule? Give its id, or --file FILE.',
  noAlert: 'the rule has no alert: --set alert.for=60s tries one',
  channel: ({ messages, peak, limit, throttled, digests }: ChannelFigures) =>
    `messages ${messages}  peak ${peak}/min${limit === undefined ? '' : ` of ${limit}`}  · ${
      throttled === 0 ? 'nothing throttled' : `throttled in ${throttled} min, ${digests} digests`
    }`,
  failed: (reason: string) => `the backtest did not come to its end: ${reason}`,
};

export type ClientTexts = typeof en;

const zh: ClientTexts = {
  help: {
    alerts: '正在运行的服务的告警',
    ls: '列出告警：未恢复的，或 --status resolved',
    show: '一条告警及其时间线',
    groups: '按规则和监控项列出未恢复的告警，最严重的在前',
    days: '每天开始的告警数',
    common: '告警的共同点',
    export: '导出告警，每行一个 JSON，或 --csv',
    csv: '电子表格格式',
    ack: '由您处理这些告警',
    resolve: '手动关闭告警',
    note: '在告警的时间线中写备注',
    silence: '静默一条告警，或所有符合 --rule、--monitor、--key、--severity 的告警',
    follow: '实时打印告警的变化，按 Ctrl-C 结束',
    backtest: '用已记录的事件回放规则：会产生哪些告警、通知谁；不会真正发送',
    server: '服务地址（TOCSIN_SERVER；默认：http://localhost:18083）',
    ctx: 'tocsin ctx 中的一个上下文（TOCSIN_CTX；默认：正在使用的）',
    key: 'API 密钥，写作 key:secret（TOCSIN_API_KEY）；本机其他用户能看到',
    token: '登录所得的 token（TOCSIN_TOKEN）；本机其他用户能看到',
    tokenFile: '文件，内含 key:secret 形式的 API 密钥或 token；- 表示标准输入（TOCSIN_TOKEN_FILE）',
    ca: 'PEM 文件，内含系统之外另行信任的 CA（TOCSIN_CA）',
    output: 'table、wide、tsv、json、yaml 或 name；终端中默认 table，否则 tsv',
    watch: '每 2 秒刷新一次，或按指定间隔（5s）',
    status: 'pending、open、acknowledged、resolved；多个以逗号分隔',
    severity: 'critical、warning、info；多个以逗号分隔',
    rule: '规则 ID',
    monitor: '监控项名称',
    alertKey: '告警对象',
    text: '出现在对象、规则、文字、标签或数据中',
    limit: '最多条数（默认：100）',
    all: '全部，不论多少',
    worst: '严重的在前',
    message: '时间线备注，或静默的原因',
    for: '时长（默认：1h）',
    untilResolved: '直到恢复',
    since: '多久以前，或 RFC 3339（默认：24h）',
    until: '同上（默认：现在）',
    backtestFile: 'YAML 或 JSON 文件中的规则，代替已保存的规则；- 表示标准输入',
    set: '试用其他设置，例如 alert.for=120s，可重复',
    sim: '模拟设备，由正在运行的服务自己扮演',
    simStart: '启动模拟设备；服务停止后即消失',
    simLs: '列出模拟',
    simCut: '直接断开连接，如同设备断电',
    simTimeout: '不再发送任何报文，直到心跳超时',
    simDisconnect: '主动断开',
    simReconnect: '让未连接的设备重新连接',
    simStop: '结束一个模拟',
    simClients: '设备数（默认：1）',
    simPrefix: '客户端 ID 的前缀（默认：sim-）',
    simTopic: '发布到的主题，会代入 ${clientid}',
    simPayload: '发布的内容，会代入 ${clientid}、${n}、${random}、${timestamp}',
    simEvery: '发布间隔（默认：5s）',
    simKeepalive: '心跳秒数（默认：60）',
    simVersion: '5、3.1.1 或 3.1（默认：5）',
    simCount: '只对其中若干台',
  },
  simColumns: ['ID', '前缀', '设备数', '在线', '静默', '离线', '被拒绝', '已发布'],
  noSimulations: '没有模拟设备：tocsin sim start --clients 10',
  simStopped: '已结束',
  simTopic: '发布到哪个主题？--topic demo/${clientid}',
  badNumber: (flag, given) => `${flag} ${given}：请写整数`,
  badVersion: (given) => `--mqtt-version ${given}：请选择 5、3.1.1 或 3.1`,
  noContext: ({ name, suggestion }) =>
    `没有 ${name} 这个上下文${suggestion === undefined ? '' : `，是否想写 ${suggestion}？`}\n试试：tocsin ctx ls`,
  badContextFile: (file, reason) =>
    `无法使用 ${file} 中的上下文：${reason}\n试试：修正该文件，或删除后用 tocsin ctx add 重新添加`,
  badTokenFile: ({ file, reason }) =>
    reason === undefined
      ? `${file} 中没有 token：首行应为 key:secret 形式的 API 密钥，或登录所得的 token。`
      : `无法读取 ${file} 中的 token（${reason}）。`,
  noCredentials: (url) =>
    `${url} 需要身份。\n试试：--token-file 文件（内含 key:secret 形式的 API 密钥），或一次配置：tocsin ctx add 名称 --server ${url} --token-file 文件`,
  unreachable: (url, reason) => {
    switch (tlsTroubleOf(url, reason)) {
      case 'name':
        return `${url} 的证书属于另一个名称（${reason}）。\n试试：使用证书中的名称：--server https://名称:端口`;
      case 'time':
        return `${url} 的证书已过期或尚未生效（${reason}）。\n试试：在服务器上更换证书，并检查本机时钟`;
      case 'authority':
        return `${url} 的证书由本机不认识的 CA 签发（${reason}）。\n试试：--ca 文件，内含该 CA 的 PEM 证书`;
      case 'plain':
        return `${url} 不使用 TLS（${reason}）。\n试试：把 https:// 换成 http://，或使用 HTTPS 的端口`;
      case 'secure':
        return `${url} 一连接就关闭（${reason}）。\n试试：若那里使用 TLS，把 http:// 换成 https://`;
      default:
        return `${url} 没有应答（${reason}）。\n试试：tocsin start，或换一个地址：--server http://host:18083`;
    }
  },
  badCa: (file, reason) => `无法使用 ${file} 中的 CA：${reason}`,
  signedOut: ({ url, context }) =>
    `在 ${url} 的登录已失效：已过期、已退出，或属于另一个服务。\n试试：tocsin ctx login${context === undefined ? '' : ` ${context}`}`,
  badKey: (url) =>
    `${url} 不认识此 API 密钥：写错、已删除、已过期，或属于另一个服务。\n试试：换一个，--token-file 文件`,
  needsLogin: (message) => `此操作须由人登录后执行：${message}\n试试：tocsin ctx login`,
  notAllowed: ({ status, message }) =>
    `服务不允许此操作（${status}）：${message}\n试试：换用权限更高的 API 密钥或登录，--token-file 文件 或 --ctx 名称`,
  refused: ({ status, message }) => `服务拒绝了此操作（${status}）：${message}`,
  unexpected: (url) => `${url} 有应答，但不是 Tocsin。\n试试：控制台的地址，--server http://host:18083`,
  badUrl: (url) => `${url} 不是地址。\n试试：--server http://host:18083`,
  tryHelp: (command) => `试试：tocsin ${command === '' ? '' : `${command} `}--help`,
  tryCommand: (command) => `试试：tocsin ${command}`,
  badWatch: (given) => `--watch ${given}：请写作 5s；最短为 200ms`,
  badSet: (given) => `--set ${given}：请写作 alert.for=120s`,
  badOutput: (given) => `--output ${given}：请选择 table、wide、tsv、json、yaml 或 name`,
  badFor: (given) => `--for ${given}：请写作 1h、30m 或 7d`,
  changeWhat: '要处理哪些告警？请给出告警 ID，或 --rule、--monitor、--severity。',
  badTime: (given) => `${given}：请写作 24h、7d 或 2026-08-20T14:00:00+08:00`,
  silenceWhat: '要静默什么？请给出告警 ID，或 --rule、--monitor、--key、--severity。',
  noMessage: '要写什么？-m "文字"',
  badLimit: (given) => `--limit ${given}：请写不小于 1 的整数`,
  limitOrAll: '--limit 和 --all 只能给出一个。',
  more: (shown, count) =>
    `${count === undefined ? `前 ${shown} 条` : `${count} 条中的 ${shown} 条`}；其余：--limit 条数 或 --all`,
  nothing: '一切正常',
  columns: {
    id: 'ID',
    severity: '级别',
    status: '状态',
    since: '开始',
    source: '规则/监控项',
    key: '对象',
    title: '标题',
    summary: '摘要',
    by: '处理人',
    count: '次数',
    silenced: '静默',
    failed: '投递失败',
    day: '日期',
    factor: '共同点',
    value: '值',
  },
  severities: { critical: '严重', warning: '警告', info: '提示' },
  statuses: {
    pending: '宽限中',
    open: '待确认',
    acknowledged: '已确认',
    resolved: '已恢复',
    silenced: '静默中',
  },
  news: {
    pending: '宽限开始',
    suppressed: '未到宽限即恢复',
    opened: '触发',
    repeated: '再次发生',
    escalated: '升级',
    unstable: '频繁变化',
    stable: '趋于稳定',
    acknowledged: '已确认',
    noted: '备注',
    resolved: '已恢复',
  },
  skipped: (count) => `另有 ${count} 条，来得太快`,
  did: (verb, changed) => `${verb === 'acknowledge' ? '已确认' : '已关闭'} ${changed} 条告警`,
  unchanged: (ids) => `未变：${ids}`,
  missing: (ids) => `没有此告警：${ids}`,
  noted: '已写入备注',
  silenced: (until) => (until === undefined ? '已静默，直到恢复' : `已静默至 ${until}`),
  backtest: ({ read, time, matched, alerts, before, suppressed }) =>
    `读取事件 ${read}（${time}）· 命中 ${matched} · 告警 ${alerts}${before === undefined ? '' : `（原 ${before}）`} · 抑制短暂掉线 ${suppressed}`,
  backtestWhat: '是哪条规则？请给出规则 ID，或 --file 文件。',
  noAlert: '此规则没有告警：--set alert.for=60s 可试用',
  channel: ({ messages, peak, limit, throttled, digests }) =>
    `消息 ${messages}  峰值 ${peak}/分钟${limit === undefined ? '' : `（上限 ${limit}）`}  · ${
      throttled === 0 ? '未被限流' : `${throttled} 分钟被限流，汇总 ${digests} 条`
    }`,
  failed: (reason) => `回放未能完成：${reason}`,
};

export const clientCommands: Readonly<Record<'en' | 'zh', ClientTexts>> = { en, zh };
