import { count, grace, notify, period, prefix, severity, texts, whom } from './parameters.ts';
import type { ValuesOf } from './playbook.ts';
import { type Playbook, playbook } from './playbook.ts';
import { isAmong, noneOf, where } from './sql-parts.ts';

const IGNORED = { en: 'Reasons that are nothing to worry about', zh: '忽略的断开原因' };
const ignore = texts(IGNORED, ['normal', 'takenover', 'discarded']);
/** What asks who is still away when it counts takes care of the broker's own restarts; what counts events does not. */
const OWN_RESTART = 'server_shutting_down';
const ignoreOfMany = texts(IGNORED, ['normal', 'takenover', 'discarded', OWN_RESTART]);

const POWER = { en: 'Power, signal and sleep mode of the device', zh: '设备的供电、信号和休眠设置' };
const REASON = {
  en: 'The reason: keepalive_timeout is silence, tcp_closed a connection that was cut',
  zh: '断开原因：keepalive_timeout 表示没有收到报文，tcp_closed 表示连接被切断',
};
const NETWORK = {
  en: 'What the devices have in common: network, listener, site; then that router or gateway',
  zh: '这些设备的共同点：网段、监听器、站点；再检查对应的路由器或网关',
};

type Clients = ValuesOf<typeof whom> & { readonly prefix: string };

function disconnected(columns: string, clients: Clients, ignored: readonly string[]): string {
  return `SELECT ${columns}\nFROM "$events/client/disconnected"${where(noneOf('reason', ignored), ...isAmong(clients))}`;
}

const COLUMNS = 'clientid, username, peername, reason, disconnected_at';

export const presencePlaybooks: readonly Playbook[] = [
  playbook({
    id: 'device-offline',
    name: { en: 'Device offline', zh: '设备离线' },
    description: {
      en: 'A device was disconnected and is not back when the grace period is over. Its return ends the alert.',
      zh: '设备断开，并且在宽限时间结束时仍未恢复。设备重新上线后告警自动恢复。',
    },
    parameters: { prefix, ...whom, ignore, grace: grace('60s'), severity: severity('critical'), notify },
    check: [POWER, REASON, NETWORK],
    recipe: (values) => ({
      sql: disconnected(COLUMNS, values, values.ignore),
      alert: {
        title: { en: 'Device offline', zh: '设备离线' },
        for: values.grace,
        resolve_on: 'client.connected',
      },
    }),
  }),
  playbook({
    id: 'mass-offline',
    name: { en: 'Many devices offline', zh: '大规模离线' },
    description: {
      en: 'Many devices are disconnected within a short time: one alert about all of them.',
      zh: '短时间内大量设备断开：合为一个告警。',
    },
    parameters: {
      prefix,
      ...whom,
      ignore: ignoreOfMany,
      count: count({ en: 'So many disconnections', zh: '断开次数' }, 50),
      within: period({ en: 'Within', zh: '时间窗口' }, '1m'),
      severity: severity('critical'),
      notify,
    },
    check: [
      NETWORK,
      {
        en: 'The address, certificate and limits of the listener that they used',
        zh: '它们所用监听器的地址、证书和限制',
      },
      {
        en: 'What was changed just before: firmware, passwords, firewall rules',
        zh: '刚刚做过的变更：固件、密码、防火墙规则',
      },
    ],
    recipe: (values) => ({
      sql: disconnected(COLUMNS, values, values.ignore),
      alert: {
        title: { en: 'Many devices offline', zh: '大规模离线' },
        key: '',
        threshold: { count: values.count, within: values.within },
      },
    }),
  }),
  playbook({
    id: 'flapping',
    name: { en: 'Device keeps reconnecting', zh: '频繁掉线' },
    description: {
      en: 'One device is disconnected again and again. Connections that are taken over count too: two devices may have the same id.',
      zh: '同一设备反复断开。被接管的连接也计算在内：可能有两台设备使用了相同的 ID。',
    },
    parameters: {
      prefix,
      ...whom,
      count: count({ en: 'So many disconnections', zh: '断开次数' }, 5),
      within: period({ en: 'Within', zh: '时间窗口' }, '10m'),
      severity: severity('warning'),
      notify,
    },
    check: [
      {
        en: 'Whether two devices have the same client id: the reason is takenover then',
        zh: '是否有两台设备使用相同的客户端 ID：此时断开原因为 takenover',
      },
      {
        en: 'The keep-alive of the device, and the idle time of NAT on its way',
        zh: '设备的心跳时间，以及途中 NAT 的空闲超时',
      },
      POWER,
    ],
    recipe: (values) => ({
      sql: disconnected(COLUMNS, values, ['normal', OWN_RESTART]),
      alert: {
        title: { en: 'Device keeps reconnecting', zh: '频繁掉线' },
        key: `\${clientid}`,
        threshold: { count: values.count, within: values.within },
      },
    }),
  }),
];
