/** What monitors say: the ten alerts that EMQX Cloud has, and those beside them. */

/** What a message is filled with. */
export interface MonitorFigures {
  /** In the unit of the monitor. */
  readonly value: number;
  /** Of how many, where that is known. */
  readonly of?: number | undefined;
  /** Milliseconds. */
  readonly window: number;
  /** What it is about: a connector, a peer, a certificate, a kind of alarm. */
  readonly subject?: string | undefined;
  /** Why, in words. */
  readonly reason?: string | undefined;
  /** Who did most of it. */
  readonly top?: string | undefined;
  /** How many addresses it came from. */
  readonly addresses?: number | undefined;
  /** Deliveries that wait because of it. */
  readonly waiting?: number | undefined;
}

export interface MonitorText {
  /** The name for people. */
  readonly title: string;
  /** What the figure is. */
  readonly description: string;
  readonly advice: string;
  readonly message: (figures: MonitorFigures) => string;
}

const count = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const finest = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** `1.4 GB`, powers of 1024 as everywhere. */
function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let rest = value;
  let unit = 0;
  while (rest >= 1024 && unit < units.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${fine.format(rest)} ${units[unit]}`;
}

function share(value: number, of: number | undefined): string | undefined {
  if (of === undefined || !(of > 0) || !Number.isFinite(of)) return undefined;
  const percent = (value / of) * 100;
  return `${(percent < 1 ? finest : fine).format(percent)}%`;
}

const STEPS = [
  [3_600_000, 'h', '小时'],
  [60_000, 'min', '分钟'],
  [1000, 's', '秒'],
] as const;

/** In the largest unit that it is a whole number of: 24 h, 5 min, 90 s. */
function span(milliseconds: number, language: 0 | 1): string {
  const [size, en, zh] = STEPS.find(([one]) => milliseconds >= one && milliseconds % one === 0) ?? STEPS[2];
  return `${fine.format(milliseconds / size)} ${language === 0 ? en : zh}`;
}

/** Signed seconds, for a clock that was moved. */
const seconds = (milliseconds: number) => fine.format(milliseconds / 1000);

const after = (separator: string, text: string | undefined) => (text ? `${separator}${text}` : '');

const en = {
  connections_high: {
    title: 'Too many connections',
    description:
      'Connected clients: as a share of what the listeners, max_connections and the open files of the process allow, or as a number.',
    advice: 'Raise the limits of connections, or give the broker a larger machine.',
    message: ({ value, of }) =>
      `Too many connections: ${count.format(value)}${share(value, of) === undefined ? '' : ` of ${count.format(of ?? 0)} (${share(value, of)})`}`,
  },
  traffic_high: {
    title: 'Too much traffic',
    description: 'Bytes received from and sent to clients within the window.',
    advice:
      'Check whether the traffic of the devices is what it should be; if so, give the broker more room.',
    message: ({ value, window }) => `Too much traffic in the last ${span(window, 0)}: ${bytes(value)}`,
  },
  certificate_expiry: {
    title: 'Certificate about to expire',
    description: 'Days until a certificate of a listener ends; an alert for each certificate.',
    advice: 'Renew the certificate. A changed file is read within a minute, clients stay connected.',
    message: ({ value, subject }) =>
      value < 0
        ? `Certificate ${subject} has expired`
        : `Certificate ${subject} expires in ${count.format(value)} ${value === 1 ? 'day' : 'days'}`,
  },
  authentication_failures: {
    title: 'Many failed logins',
    description: 'Connects that were refused within the window because of who they said they are.',
    advice: 'Check what the clients sign in with, and the settings of the authenticators.',
    message: ({ value, window, addresses, top }) =>
      `${count.format(value)} failed logins in ${span(window, 0)}${addresses ? ` (${count.format(addresses)} ${addresses === 1 ? 'address' : 'addresses'}${after(', mostly ', top)})` : ''}`,
  },
  authorization_failures: {
    title: 'Many denied publishes or subscribes',
    description: 'Publishes and subscribes within the window that the access rules denied.',
    advice: 'Check the access rules, and the topics that these clients use.',
    message: ({ value, window, top }) =>
      `${count.format(value)} publishes or subscribes denied in ${span(window, 0)}${after(', mostly client ', top)}`,
  },
  protocol_errors: {
    title: 'Many clients that do not speak standard MQTT',
    description: 'Connections within the window that sent what is no MQTT, or broke its rules.',
    advice:
      'Check whether the clients speak standard MQTT, and whether something else connects to this port.',
    message: ({ value, window, addresses, top, reason }) =>
      `${count.format(value)} connections that do not speak standard MQTT in ${span(window, 0)}${addresses ? ` (${after('', reason)}${reason ? ', ' : ''}${count.format(addresses)} ${addresses === 1 ? 'address' : 'addresses'}${after(', mostly ', top)})` : ''}`,
  },
  messages_dropped: {
    title: 'Many messages dropped',
    description:
      'Messages within the window that reached nobody: the receiver was offline for too long or too slow, or nobody subscribes to the topic. What a rule reads and what is retained is not counted.',
    advice:
      'Let clients keep their sessions (clean start off) and reconnect by themselves; subscribe to the topic, or do not publish to it.',
    message: ({ value, window, reason, top }) =>
      `Messages dropped: ${after('', reason)}${reason ? ' ' : ''}${count.format(value)} in ${span(window, 0)}${after(', mostly client ', top)}`,
  },
  tps_high: {
    title: 'Too many messages per second',
    description: 'Messages received and sent per second, on average over the window.',
    advice: 'Let the clients send less often, or give the broker a larger machine.',
    message: ({ value }) => `Too many messages per second: ${count.format(value)}`,
  },
  peer_down: {
    title: 'Peer link down',
    description: 'Seconds for which a peer has not answered; an alert for each peer of this monitor.',
    advice: 'Check the peer, and the network between it and here.',
    message: ({ subject, reason }) => `Peer link ${subject} is down${after(': ', reason)}`,
  },
  connector_down: {
    title: 'Connector down',
    description: 'Seconds for which a connector has not been usable; an alert for each connector.',
    advice: 'Check the settings of the connector, and whether the other side can be reached.',
    message: ({ subject, reason, waiting }) =>
      `Connector ${subject} is down${after(': ', reason)}${waiting ? ` (${count.format(waiting)} queued)` : ''}`,
  },
  cpu_high: {
    title: 'CPU busy',
    description: 'Percent of the CPUs of the machine in use.',
    advice: 'See what else runs on the machine, or give it more CPUs.',
    message: ({ value }) => `CPU usage is high: ${fine.format(value)}%`,
  },
  memory_high: {
    title: 'Memory full',
    description: 'Percent of the memory in use: of the container or of the machine, whichever is scarcer.',
    advice: 'See what uses the memory: retained messages, queues of offline sessions, or another program.',
    message: ({ value }) => `Memory usage is high: ${fine.format(value)}%`,
  },
  event_loop_delay: {
    title: 'Broker slow to answer',
    description: 'Milliseconds by which the event loop comes late: what every client waits.',
    advice: 'Take load off this broker, or find the rule or client that makes it.',
    message: ({ value }) => `The broker answers late: by ${count.format(value)} ms`,
  },
  disk_low: {
    title: 'Disk almost full',
    description: 'What is free on the disk of the data directory: a share of it, or a size.',
    advice: 'Make room on this disk, or keep less: journal.retention, journal.max_size, delivery.retention.',
    message: ({ value, of }) =>
      `The disk of the data directory is almost full: ${bytes(value)} free${after(' (', share(value, of))}${share(value, of) ? ')' : ''}`,
  },
  outbox_backlog: {
    title: 'Deliveries pile up',
    description: 'Deliveries that wait in the outbox.',
    advice: 'Look at the connector that most of them are for: it is down, refuses them, or is too slow.',
    message: ({ value, top }) =>
      `${count.format(value)} ${value === 1 ? 'delivery waits' : 'deliveries wait'}${after(', mostly for ', top)}`,
  },
  journal_behind: {
    title: 'Journal behind',
    description: 'Events that wait to be recorded, and those within the window that were lost.',
    advice: 'The disk is too slow for what happens: record fewer kinds of events, or use a faster disk.',
    message: ({ value }) => `The journal is behind: ${count.format(value)} events are not recorded`,
  },
  clock_step: {
    title: 'Clock moved',
    description: 'Milliseconds by which the clock of the machine was set within the window.',
    advice: 'Times recorded around this moment are wrong. Let NTP keep the clock, and see who sets it.',
    message: ({ value, reason }) =>
      `The clock of the machine was moved by ${seconds(value)} s${after(' ', reason === 'back' ? 'back' : 'ahead')}`,
  },
  alerting_failed: {
    title: 'Alerting failed',
    description: 'Channels that keep refusing what people are to be told; told by another channel.',
    advice: 'Test the channel, and read the last answer in the delivery log.',
    message: ({ subject, reason }) => `Alerts do not arrive at ${subject}${after(': ', reason)}`,
  },
  broker_alarm: {
    title: 'Alarms of the broker',
    description:
      'Alarms that the broker itself raises (overload, congested clients, a full store …): an alert for each kind, with how many there are.',
    advice: 'Look at the alarms: GET /api/v5/alarms.',
    message: ({ value, subject, reason }) =>
      value > 1
        ? `${count.format(value)} alarms ${subject}${after(', the first: ', reason)}`
        : `Alarm ${subject}${after(': ', reason)}`,
  },
} as const satisfies Record<string, MonitorText>;

export type MonitorName = keyof typeof en;

const zh: Readonly<Record<MonitorName, MonitorText>> = {
  connections_high: {
    title: '连接数过高',
    description: '已连接的客户端：占监听器、max_connections 和进程可打开文件数所允许上限的比例，或一个数目。',
    advice: '提高连接数上限，或升级服务器规格。',
    message: ({ value, of }) =>
      `连接数过高：${count.format(value)}${share(value, of) === undefined ? '' : ` / ${count.format(of ?? 0)}（${share(value, of)}）`}`,
  },
  traffic_high: {
    title: '流量使用过高',
    description: '时间窗口内与客户端收发的字节数。',
    advice: '检查设备流量是否正常；如果正常，请升级规格。',
    message: ({ value, window }) => `过去 ${span(window, 1)}流量过高：${bytes(value)}`,
  },
  certificate_expiry: {
    title: '证书即将到期',
    description: '监听器证书距离到期的天数，每个证书一条告警。',
    advice: '请及时更新证书。替换文件后一分钟内自动重新读取，不影响已有连接。',
    message: ({ value, subject }) =>
      value < 0 ? `证书 ${subject} 已过期` : `证书 ${subject} 将在 ${count.format(value)} 天后到期`,
  },
  authentication_failures: {
    title: '大量认证失败',
    description: '时间窗口内因身份未通过而被拒绝的连接。',
    advice: '检查客户端的登录信息和认证配置是否正确。',
    message: ({ value, window, addresses, top }) =>
      `${span(window, 1)}内 ${count.format(value)} 次认证失败${addresses ? `（来源 ${count.format(addresses)} 个地址${after('，主要来自 ', top)}）` : ''}`,
  },
  authorization_failures: {
    title: '大量发布或订阅被拒绝',
    description: '时间窗口内被访问控制拒绝的发布和订阅。',
    advice: '检查访问控制规则，以及这些客户端使用的主题。',
    message: ({ value, window, top }) =>
      `${span(window, 1)}内 ${count.format(value)} 次发布或订阅被拒绝${after('，主要客户端 ', top)}`,
  },
  protocol_errors: {
    title: '大量非标准 MQTT 连接',
    description: '时间窗口内发送了非 MQTT 内容或违反协议的连接。',
    advice: '检查客户端使用的是否为标准 MQTT 协议，以及是否有其他程序连接到该端口。',
    message: ({ value, window, addresses, top, reason }) =>
      `${span(window, 1)}内 ${count.format(value)} 个非标准 MQTT 协议的连接${addresses ? `（${after('', reason)}${reason ? '，' : ''}来源 ${count.format(addresses)} 个地址${after('，主要来自 ', top)}）` : ''}`,
  },
  messages_dropped: {
    title: '大量消息被丢弃',
    description:
      '时间窗口内未送达任何人的消息：接收方离线过久或过慢，或主题无人订阅。规则读取的消息和保留消息不计入。',
    advice: '让客户端保留会话（关闭 clean start）并自动重连；订阅该主题，或停止向其发布。',
    message: ({ value, window, reason, top }) =>
      `消息丢弃升高：${after('', reason)}${reason ? ' ' : ''}${span(window, 1)}内 ${count.format(value)} 条${after('，主要客户端 ', top)}`,
  },
  tps_high: {
    title: '每秒消息数超过限制',
    description: '每秒收发的消息数，取时间窗口内的平均值。',
    advice: '请降低客户端的发送速率，或升级规格。',
    message: ({ value }) => `每秒消息数超过限制：${count.format(value)}`,
  },
  peer_down: {
    title: '对等连接异常',
    description: '对端没有应答的秒数，为该监控配置的每个对端一条告警。',
    advice: '检查对端，以及与对端之间的网络。',
    message: ({ subject, reason }) => `对等连接 ${subject} 状态异常${after('：', reason)}`,
  },
  connector_down: {
    title: '连接器异常',
    description: '连接器不可用的秒数，每个连接器一条告警。',
    advice: '检查连接器的配置是否正确，以及对方是否可达。',
    message: ({ subject, reason, waiting }) =>
      `连接器 ${subject} 不可用${after('：', reason)}${waiting ? `（已排队 ${count.format(waiting)} 条）` : ''}`,
  },
  cpu_high: {
    title: 'CPU 使用率过高',
    description: '服务器 CPU 使用率（百分比）。',
    advice: '检查服务器上的其他程序，或增加 CPU。',
    message: ({ value }) => `CPU 使用率过高：${fine.format(value)}%`,
  },
  memory_high: {
    title: '内存使用率过高',
    description: '内存使用率（百分比）：取容器与服务器中较紧张者。',
    advice: '检查内存去向：保留消息、离线会话的队列，或其他程序。',
    message: ({ value }) => `内存使用率过高：${fine.format(value)}%`,
  },
  event_loop_delay: {
    title: 'Broker 响应变慢',
    description: '事件循环延迟的毫秒数，即每个客户端需要等待的时间。',
    advice: '降低该 Broker 的负载，或找出造成负载的规则或客户端。',
    message: ({ value }) => `Broker 响应变慢：延迟 ${count.format(value)} 毫秒`,
  },
  disk_low: {
    title: '磁盘空间不足',
    description: '数据目录所在磁盘的可用空间：比例或大小。',
    advice: '清理磁盘，或减少保留的数据：journal.retention、journal.max_size、delivery.retention。',
    message: ({ value, of }) =>
      `数据目录所在磁盘空间不足：剩余 ${bytes(value)}${after('（', share(value, of))}${share(value, of) ? '）' : ''}`,
  },
  outbox_backlog: {
    title: '投递积压',
    description: '在发件箱中等待的投递。',
    advice: '查看积压最多的连接器：它不可用、拒绝接收或过慢。',
    message: ({ value, top }) => `${count.format(value)} 条投递等待发送${after('，主要发往 ', top)}`,
  },
  journal_behind: {
    title: '事件记录滞后',
    description: '等待记录的事件，以及时间窗口内未能记录的事件。',
    advice: '磁盘跟不上：减少记录的事件种类，或更换更快的磁盘。',
    message: ({ value }) => `事件记录滞后：${count.format(value)} 个事件尚未记录`,
  },
  clock_step: {
    title: '系统时钟跳变',
    description: '时间窗口内系统时钟被调整的毫秒数。',
    advice: '这一时刻前后记录的时间不准确。请使用 NTP 校时，并检查是谁修改了时钟。',
    message: ({ value, reason }) => `系统时钟被${reason === 'back' ? '调慢' : '调快'} ${seconds(value)} 秒`,
  },
  alerting_failed: {
    title: '告警发送失败',
    description: '一直拒绝接收的通知渠道，通过其他渠道告知。',
    advice: '测试该渠道，并在投递记录中查看最近的应答。',
    message: ({ subject, reason }) => `告警无法送达 ${subject}${after('：', reason)}`,
  },
  broker_alarm: {
    title: 'Broker 系统告警',
    description: 'Broker 自身产生的系统告警（过载、客户端拥塞、存储已满等）：每种一条，并注明数量。',
    advice: '查看系统告警：GET /api/v5/alarms。',
    message: ({ value, subject, reason }) =>
      value > 1
        ? `${count.format(value)} 个 ${subject} 系统告警${after('，第一个：', reason)}`
        : `系统告警 ${subject}${after('：', reason)}`,
  },
};

export const monitorTexts: Readonly<Record<'en' | 'zh', Readonly<Record<MonitorName, MonitorText>>>> = {
  en,
  zh,
};
