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
    watch: 'print what happens to alerts, until Ctrl-C',
    backtest: 'try a rule on recorded events: what it would have alerted, and told whom; nothing is sent',
    url: 'the broker (TOCSIN_URL; default: http://localhost:18083)',
    key: 'an API key as key:secret (TOCSIN_API_KEY)',
    token: 'the token of a login (TOCSIN_TOKEN)',
    output: 'table, tsv, json or name; a table on a terminal, else tsv',
    status: 'pending, open, acknowledged, resolved; several with commas',
    severity: 'critical, warning, info; several with commas',
    rule: 'the id of a rule',
    monitor: 'the name of a monitor',
    alertKey: 'what the alert is about',
    text: 'stands in the key, the rule, a text, a label or a fact',
    limit: 'so many at most (default: 100)',
    worst: 'critical ones first',
    message: 'a note for the timeline, or the reason of a silence',
    for: 'how long (default: 1h)',
    untilResolved: 'until it is over',
    since: 'how long ago, or RFC 3339 (default: 24h)',
    until: 'the same (default: now)',
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
  noCredentials:
    'Who is asking? Give an API key: --key key:secret, or TOCSIN_API_KEY=key:secret in the environment.',
  unreachable: (url: string, reason: string) =>
    `Nobody answers at ${url} (${reason}).\ntry: tocsin start, or another address: --url http://host:18083`,
  notAllowed: ({ status, message }: Refusal) =>
    `The broker does not allow this (${status}): ${message}\ntry: another API key, --key key:secret`,
  refused: ({ status, message }: Refusal) => `The broker refused this (${status}): ${message}`,
  unexpected: (url: string) => `${url} answers, but not as Tocsin does. Check the address: --url`,
  badUrl: (url: string) => `${url} is no address: write it like http://host:18083`,
  badSet: (given: string) => `--set ${given}: write it like alert.for=120s`,
  badOutput: (given: string) => `--output ${given}: choose table, tsv, json or name`,
  badFor: (given: string) => `--for ${given}: write it like 1h, 30m or 7d`,
  changeWhat: 'Which alerts? Give their ids, or --rule, --monitor or --severity.',
  badTime: (given: string) => `${given}: write it like 24h, 7d or 2026-08-20T14:00:00+08:00`,
  silenceWhat: 'What is to be silent? Give the id of an alert, or --rule, --monitor, --key or --severity.',
  noMessage: 'What is to be written? -m "text"',
  nothing: 'nothing is the matter',
  columns: {
    id: 'ID',
    severity: 'SEVERITY',
    status: 'STATUS',
    since: 'SINCE',
    source: 'RULE/MONITOR',
    key: 'KEY',
    title: 'TITLE',
    by: 'BY',
    count: 'COUNT',
    silenced: 'SILENCED',
    failed: 'NOT DELIVERED',
    day: 'DAY',
    factor: 'IN COMMON',
    value: 'VALUE',
  },
  did: (verb: 'acknowledge' | 'resolve', changed: number) =>
    `${changed} ${changed === 1 ? 'alert' : 'alerts'} ${verb === 'acknowledge' ? 'acknowledged' : 'resolved'}`,
  unchanged: (ids: string) => `unchanged: ${ids}`,
  missing: (ids: string) => `there is no such alert: ${ids}`,
  noted: 'noted',
  silenced: (until: string | undefined) =>
    until === undefined ? 'silenced until it is over' : `silenced until ${until}`,
  backtest: ({ read, time, matched, alerts, before, suppressed }: BacktestFigures) =>
    `events read ${read} (${time}) · matched ${matched} · alerts ${alerts}${before === undefined ? '' : ` (was ${before})`} · short drops suppressed ${suppressed}`,
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
    watch: '实时打印告警的变化，按 Ctrl-C 结束',
    backtest: '用已记录的事件回放规则：会产生哪些告警、通知谁；不会真正发送',
    url: '服务地址（TOCSIN_URL；默认：http://localhost:18083）',
    key: 'API 密钥，写作 key:secret（TOCSIN_API_KEY）',
    token: '登录所得的 token（TOCSIN_TOKEN）',
    output: 'table、tsv、json 或 name；终端中默认 table，否则 tsv',
    status: 'pending、open、acknowledged、resolved；多个以逗号分隔',
    severity: 'critical、warning、info；多个以逗号分隔',
    rule: '规则 ID',
    monitor: '监控项名称',
    alertKey: '告警对象',
    text: '出现在对象、规则、文字、标签或数据中',
    limit: '最多条数（默认：100）',
    worst: '严重的在前',
    message: '时间线备注，或静默的原因',
    for: '时长（默认：1h）',
    untilResolved: '直到恢复',
    since: '多久以前，或 RFC 3339（默认：24h）',
    until: '同上（默认：现在）',
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
  noCredentials: '请提供 API 密钥：--key key:secret，或环境变量 TOCSIN_API_KEY=key:secret。',
  unreachable: (url, reason) =>
    `${url} 没有应答（${reason}）。\n请尝试：tocsin start，或换一个地址：--url http://host:18083`,
  notAllowed: ({ status, message }) =>
    `服务不允许此操作（${status}）：${message}\n请尝试：换一个 API 密钥，--key key:secret`,
  refused: ({ status, message }) => `服务拒绝了此操作（${status}）：${message}`,
  unexpected: (url) => `${url} 有应答，但不是 Tocsin。请检查地址：--url`,
  badUrl: (url) => `${url} 不是地址：请写作 http://host:18083`,
  badSet: (given) => `--set ${given}：请写作 alert.for=120s`,
  badOutput: (given) => `--output ${given}：请选择 table、tsv、json 或 name`,
  badFor: (given) => `--for ${given}：请写作 1h、30m 或 7d`,
  changeWhat: '要处理哪些告警？请给出告警 ID，或 --rule、--monitor、--severity。',
  badTime: (given) => `${given}：请写作 24h、7d 或 2026-08-20T14:00:00+08:00`,
  silenceWhat: '要静默什么？请给出告警 ID，或 --rule、--monitor、--key、--severity。',
  noMessage: '要写什么？-m "文字"',
  nothing: '一切正常',
  columns: {
    id: 'ID',
    severity: '级别',
    status: '状态',
    since: '开始',
    source: '规则/监控项',
    key: '对象',
    title: '标题',
    by: '处理人',
    count: '次数',
    silenced: '静默',
    failed: '投递失败',
    day: '日期',
    factor: '共同点',
    value: '值',
  },
  did: (verb, changed) => `${verb === 'acknowledge' ? '已确认' : '已关闭'} ${changed} 条告警`,
  unchanged: (ids) => `未变：${ids}`,
  missing: (ids) => `没有此告警：${ids}`,
  noted: '已写入备注',
  silenced: (until) => (until === undefined ? '已静默，直到恢复' : `已静默至 ${until}`),
  backtest: ({ read, time, matched, alerts, before, suppressed }) =>
    `读取事件 ${read}（${time}）· 命中 ${matched} · 告警 ${alerts}${before === undefined ? '' : `（原 ${before}）`} · 抑制短暂掉线 ${suppressed}`,
  noAlert: '此规则没有告警：--set alert.for=60s 可试用',
  channel: ({ messages, peak, limit, throttled, digests }) =>
    `消息 ${messages}  峰值 ${peak}/分钟${limit === undefined ? '' : `（上限 ${limit}）`}  · ${
      throttled === 0 ? '未被限流' : `${throttled} 分钟被限流，摘要 ${digests} 条`
    }`,
  failed: (reason) => `回放未能完成：${reason}`,
};

export const clientCommands: Readonly<Record<'en' | 'zh', ClientTexts>> = { en, zh };
