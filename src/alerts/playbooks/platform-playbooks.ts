import type { AlertDraft } from '../alert-settings.ts';
import { grace, notify, severity } from './parameters.ts';
import { type Playbook, playbook, type Recipe } from './playbook.ts';
import { sqlText } from './sql-parts.ts';

/**
 * Rows of the alarms of one monitor, and what ends them. The monitor tells of it by itself; a rule is for those who want to
 * tell others of it, or do more.
 */
function onAlarm(alarm: string, title: AlertDraft['title'], forTime: string | number): Recipe {
  const condition = `substr(name, 0, ${alarm.length}) = ${sqlText(alarm)}`;
  return {
    sql: `SELECT name, message, details\nFROM "$events/sys/alarm_activated"\nWHERE ${condition}`,
    alert: {
      title,
      key: `\${name}`,
      summary: `\${message}`,
      for: forTime,
      resolve_on: { sql: `SELECT name FROM "$events/sys/alarm_deactivated" WHERE ${condition}` },
      // The monitor itself waits until its figure is clearly better.
      flapping: false,
    },
  };
}

export const platformPlaybooks: readonly Playbook[] = [
  playbook({
    id: 'certificate-expiry',
    name: { en: 'Certificate expires', zh: '证书到期' },
    description: {
      en: 'A certificate of a listener ends soon. The monitor certificate_expiry tells of it by itself, on the channels of the settings or its own; this rule is for other channels.',
      zh: '监听器的证书即将到期。监控项 certificate_expiry 本身会通知设置中的渠道或其自己的渠道；此规则用于通知其他渠道。',
    },
    monitor: 'certificate_expiry',
    parameters: { grace: grace('0s'), severity: severity('warning'), notify },
    check: [
      {
        en: 'Whether the certificate was renewed, and the file replaced',
        zh: '证书是否已续期，文件是否已替换',
      },
      { en: 'Whether clients trust the new chain', zh: '客户端是否信任新的证书链' },
      {
        en: 'GET /certificates: the end of each one, as the listeners use them',
        zh: 'GET /certificates：各监听器正在使用的证书及其到期时间',
      },
    ],
    recipe: (values) =>
      onAlarm('certificate_expiry', { en: 'Certificate expires', zh: '证书即将到期' }, values.grace),
  }),
  playbook({
    id: 'connection-limit',
    name: { en: 'Connections near the limit', zh: '连接数接近上限' },
    description: {
      en: 'More clients are connected than there should be. The monitor connections_high tells of it by itself, on the channels of the settings or its own; this rule is for other channels.',
      zh: '连接的客户端数量过多。监控项 connections_high 本身会通知设置中的渠道或其自己的渠道；此规则用于通知其他渠道。',
    },
    monitor: 'connections_high',
    parameters: { grace: grace('0s'), severity: severity('warning'), notify },
    check: [
      {
        en: 'Whether devices were added, or old connections stay open',
        zh: '是否新增了设备，或旧连接没有关闭',
      },
      {
        en: 'The limits of the listeners, and of open files of the process',
        zh: '监听器的连接数上限，以及进程可打开的文件数',
      },
      {
        en: 'Whether a few addresses make most of the connections',
        zh: '是否少数地址占用了大部分连接',
      },
    ],
    recipe: (values) =>
      onAlarm('connections_high', { en: 'Connections near the limit', zh: '连接数接近上限' }, values.grace),
  }),
  playbook({
    id: 'connector-down',
    name: { en: 'Connector down', zh: '连接器不可用' },
    description: {
      en: 'A place outside cannot be reached, so that deliveries wait. The monitor connector_down tells of it by itself, on the channels of the settings or its own; this rule is for other channels.',
      zh: '外部系统无法访问，投递在排队等待。监控项 connector_down 本身会通知设置中的渠道或其自己的渠道；此规则用于通知其他渠道。',
    },
    monitor: 'connector_down',
    parameters: { grace: grace('0s'), severity: severity('critical'), notify },
    check: [
      { en: 'The last error of the connector', zh: '连接器的最后一次错误' },
      {
        en: 'Whether the other side runs, and can be reached from this machine',
        zh: '对方是否在运行，能否从本机访问',
      },
      {
        en: 'Whether its password, certificate or address was changed',
        zh: '其密码、证书或地址是否更换',
      },
    ],
    recipe: (values) => onAlarm('connector:', { en: 'Connector down', zh: '连接器不可用' }, values.grace),
  }),
];
