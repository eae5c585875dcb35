import { choice, count, notify, period, prefix, severity } from './parameters.ts';
import { type Playbook, playbook } from './playbook.ts';
import { beginsWith, where } from './sql-parts.ts';

export const accessPlaybooks: readonly Playbook[] = [
  playbook({
    id: 'authentication-burst',
    name: { en: 'Many failed logins', zh: '大量认证失败' },
    description: {
      en: 'Many clients are refused because of who they say they are, all together or for each client id.',
      zh: '大量客户端认证失败，可按全部或按每个客户端 ID 统计。',
    },
    parameters: {
      count: count({ en: 'So many failures', zh: '失败次数' }, 50),
      within: period({ en: 'Within', zh: '时间窗口' }, '5m'),
      per: choice({ en: 'Counted all together, or for each client', zh: '统计方式：全部或每个客户端' }, [
        'all',
        'client',
      ]),
      severity: severity('warning'),
      notify,
    },
    check: [
      {
        en: 'The addresses that they come from: few are an attack or a wrong device, many a wrong password in all of them',
        zh: '来源地址：少数地址多为攻击或个别设备，大量地址多为统一的密码错误',
      },
      {
        en: 'Whether a password, a token or a certificate was changed or has expired',
        zh: '密码、令牌或证书是否更换或过期',
      },
      {
        en: 'Whether the server that authenticates can be reached',
        zh: '认证服务器是否可以访问',
      },
    ],
    recipe: (values) => ({
      sql: `SELECT clientid, username, peername, reason_code\nFROM "$events/auth/check_authn_complete"\nWHERE reason_code != 'success'`,
      alert: {
        title: { en: 'Many failed logins', zh: '大量认证失败' },
        key: values.per === 'client' ? `\${clientid}` : '',
        threshold: { count: values.count, within: values.within },
      },
    }),
  }),
  playbook({
    id: 'acl-denials',
    name: { en: 'Many denied publishes or subscribes', zh: '大量鉴权拒绝' },
    description: {
      en: 'A client is denied again and again what it wants to publish or to subscribe to.',
      zh: '客户端的发布或订阅反复被拒绝。',
    },
    parameters: {
      prefix,
      count: count({ en: 'So many denials', zh: '拒绝次数' }, 20),
      within: period({ en: 'Within', zh: '时间窗口' }, '5m'),
      severity: severity('warning'),
      notify,
    },
    check: [
      { en: 'The topic, and the rule that denies it', zh: '被拒绝的主题，以及拒绝它的规则' },
      {
        en: 'Whether new firmware uses other topics than before',
        zh: '新固件使用的主题是否与以前不同',
      },
      { en: 'Whether the client is what it says it is', zh: '该客户端是否是其声称的设备' },
    ],
    recipe: (values) => ({
      sql: `SELECT clientid, username, peername, action, topic\nFROM "$events/auth/check_authz_complete"${where(`result = 'deny'`, beginsWith('clientid', values.prefix))}`,
      alert: {
        title: { en: 'Many denials', zh: '大量鉴权拒绝' },
        key: `\${clientid}`,
        summary: { en: `\${action} \${topic}`, zh: `\${action} \${topic}` },
        threshold: { count: values.count, within: values.within },
      },
    }),
  }),
];
