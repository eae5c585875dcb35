/** What `tocsin doctor` and the page System say of what was looked at, and what to do about it. */

export interface Advice {
  readonly sentence: string;
  /** Undefined where nothing is to be done. */
  readonly fix?: string;
}

const en = {
  portsFine: (count: number): Advice => ({
    sentence: count === 1 ? 'The only listener is open.' : `All ${count} listeners are open.`,
  }),
  portsNone: {
    sentence: 'No listener is switched on: no client can connect.',
    fix: 'Switch one on in Settings → Listeners.',
  } as Advice,
  portsWrong: (ids: string): Advice => ({
    sentence: `Not open although switched on: ${ids}.`,
    fix: 'Look in the log for the reason. Mostly another program has the port, or a certificate cannot be read.',
  }),
  accessFine: { sentence: 'Nobody gets in from other machines without a password.' } as Advice,
  accessOpen: (ids: string): Advice => ({
    sentence: `Anybody gets in from other machines without a password, by ${ids}.`,
    fix: 'Set up authentication in Settings → Access, or let these listeners take connections of this machine only.',
  }),
  diskFine: (free: string, total: string): Advice => ({ sentence: `${free} of ${total} are free.` }),
  diskLow: (free: string, total: string): Advice => ({
    sentence: `Only ${free} of ${total} are free.`,
    fix: 'Make room, or keep events for less time (journal.retention, journal.max_size).',
  }),
  diskUnknown: { sentence: 'Nothing is kept on a disk.' } as Advice,
  clockFine: (count: number): Advice => ({
    sentence:
      count === 1
        ? 'It agrees with the clock of the one that answered.'
        : `It agrees with the clocks of the ${count} that answered.`,
  }),
  clockUnknown: {
    sentence: 'No channel has answered since the start with the time that it has.',
    fix: 'Send a test by a channel to compare.',
  } as Advice,
  clockOff: (seconds: number, where: string): Advice => ({
    sentence: `It is ${Math.abs(seconds)} s ${seconds > 0 ? 'behind' : 'ahead of'} the clock of ${where}.`,
    fix: 'Set the clock right with NTP: signatures of DingTalk and Feishu and certificates need it.',
  }),
  certificatesNone: { sentence: 'No listener shows a certificate.' } as Advice,
  certificatesFine: (name: string, days: number): Advice => ({
    sentence: `The first one to end is ${name}, in ${days} days.`,
  }),
  certificatesSoon: (name: string, listener: string, days: number): Advice => ({
    sentence:
      days < 0
        ? `${name} of ${listener} has expired: clients that check it cannot connect.`
        : `${name} of ${listener} ends in ${days} days.`,
    fix: 'Replace it in Settings → Listeners; clients stay connected.',
  }),
  certificatesEarly: (name: string, listener: string): Advice => ({
    sentence: `${name} of ${listener} is not valid yet.`,
    fix: 'Check the clock of this machine, or replace it in Settings → Listeners.',
  }),
  outboundNone: { sentence: 'No channel or connector is switched on.' } as Advice,
  outboundFine: (count: number): Advice => ({
    sentence: count === 1 ? 'The only one was reached just now.' : `All ${count} were reached just now.`,
  }),
  outboundWrong: (reasons: string): Advice => ({
    sentence: `Not reached: ${reasons}.`,
    fix: 'Check name, port and firewall from this machine. If the network has a way out by a proxy only, set it at the connector.',
  }),
  filesFine: (open: number, maximum: number): Advice => ({ sentence: `${open} of ${maximum} are open.` }),
  filesLow: (open: number, maximum: number): Advice => ({
    sentence: `${open} of ${maximum} are open.`,
    fix: 'Raise the limit of the service (LimitNOFILE of systemd, ulimit -n): every client takes one.',
  }),
  filesSmall: (open: number, maximum: number): Advice => ({
    sentence: `${open} of ${maximum} are open: there is room for some ${maximum - open} clients.`,
    fix: 'Raise the limit of the service (LimitNOFILE of systemd, ulimit -n) before there are more.',
  }),
  filesUnknown: { sentence: 'This system does not tell.' } as Advice,
  loopFine: (delay: number): Advice => ({ sentence: `It is ${delay} ms late.` }),
  loopLate: (delay: number): Advice => ({
    sentence: `It is ${delay} ms late: messages wait for the processor.`,
    fix: 'Look for rules that cost much, and for other programs on this machine; or take a bigger one.',
  }),
};

export type DoctorTexts = typeof en;

const zh: DoctorTexts = {
  portsFine: (count) => ({ sentence: `${count} 个监听器均已打开。` }),
  portsNone: { sentence: '没有启用任何监听器：客户端无法连接。', fix: '在 设置 → 接入 中启用一个监听器。' },
  portsWrong: (ids) => ({
    sentence: `已启用但未打开：${ids}。`,
    fix: '原因见日志。多为端口被其他程序占用，或证书无法读取。',
  }),
  accessFine: { sentence: '其他机器无法免密码接入。' },
  accessOpen: (ids) => ({
    sentence: `任何人都可从其他机器免密码接入，经由 ${ids}。`,
    fix: '在 设置 → 认证与授权 中配置认证，或让这些监听器只接受本机连接。',
  }),
  diskFine: (free, total) => ({ sentence: `可用 ${free}，共 ${total}。` }),
  diskLow: (free, total) => ({
    sentence: `可用空间仅 ${free}，共 ${total}。`,
    fix: '请清理磁盘，或缩短事件保留时间（journal.retention、journal.max_size）。',
  }),
  diskUnknown: { sentence: '未在磁盘上保存任何数据。' },
  clockFine: (count) => ({ sentence: `与最近应答的 ${count} 个对端时间一致。` }),
  clockUnknown: { sentence: '启动以来还没有渠道在应答中给出时间。', fix: '通过某个渠道发送测试即可比对。' },
  clockOff: (seconds, where) => ({
    sentence: `比 ${where} 的时间${seconds > 0 ? '慢' : '快'} ${Math.abs(seconds)} 秒。`,
    fix: '请用 NTP 校准时间：钉钉、飞书的签名以及证书都依赖它。',
  }),
  certificatesNone: { sentence: '没有监听器使用证书。' },
  certificatesFine: (name, days) => ({ sentence: `最早到期的是 ${name}，还有 ${days} 天。` }),
  certificatesSoon: (name, listener, days) => ({
    sentence:
      days < 0
        ? `${listener} 的证书 ${name} 已过期：校验证书的客户端无法连接。`
        : `${listener} 的证书 ${name} 将在 ${days} 天后到期。`,
    fix: '在 设置 → 接入 中更换；已连接的客户端不受影响。',
  }),
  certificatesEarly: (name, listener) => ({
    sentence: `${listener} 的证书 ${name} 尚未生效。`,
    fix: '请检查本机时间，或在 设置 → 接入 中更换证书。',
  }),
  outboundNone: { sentence: '没有启用任何渠道或连接器。' },
  outboundFine: (count) => ({ sentence: `刚才全部 ${count} 个均可连通。` }),
  outboundWrong: (reasons) => ({
    sentence: `无法连通：${reasons}。`,
    fix: '请在本机检查域名、端口与防火墙。若内网只能经代理出站，请在连接器中设置代理。',
  }),
  filesFine: (open, maximum) => ({ sentence: `已打开 ${open}，上限 ${maximum}。` }),
  filesLow: (open, maximum) => ({
    sentence: `已打开 ${open}，上限 ${maximum}。`,
    fix: '请提高服务的上限（systemd 的 LimitNOFILE、ulimit -n）：每个客户端占用一个。',
  }),
  filesSmall: (open, maximum) => ({
    sentence: `已打开 ${open}，上限 ${maximum}：约可再接入 ${maximum - open} 个客户端。`,
    fix: '接入更多客户端之前，请提高服务的上限（systemd 的 LimitNOFILE、ulimit -n）。',
  }),
  filesUnknown: { sentence: '本系统未提供该信息。' },
  loopFine: (delay) => ({ sentence: `延迟 ${delay} 毫秒。` }),
  loopLate: (delay) => ({
    sentence: `延迟 ${delay} 毫秒：消息在等待处理器。`,
    fix: '请检查开销大的规则与本机的其他程序，或换用更大的机器。',
  }),
};

export const doctorTexts = { en, zh } as const;
