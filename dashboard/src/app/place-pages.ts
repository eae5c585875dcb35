import { defineTexts } from '../shared/texts/texts.ts';
import type { PlaceName } from './places.ts';

interface PlacePage {
  readonly to: string;
  readonly text: keyof (typeof pageTexts)['en'];
  /** Pages about one of its rows. */
  readonly also?: readonly string[];
}

export const pageTexts = defineTexts(
  {
    clients: 'Clients',
    subscriptions: 'Subscriptions',
    topics: 'Topics',
    retained: 'Retained',
    openAlerts: 'Open',
    history: 'History',
    silences: 'Silences',
    monitors: 'Monitors',
    rules: 'Rules',
    connectors: 'Connectors',
    backtests: 'Backtests',
    channels: 'Channels',
    deliveries: 'Deliveries',
    templates: 'Templates',
    inbox: 'Preview inbox',
    events: 'Events',
    traces: 'Traces',
    listeners: 'Listeners & certificates',
    access: 'Access',
    users: 'Users & API keys',
    audit: 'Audit',
    backup: 'Backup & import',
    metrics: 'Metrics',
    system: 'System',
    pagesOf: (place: string) => `Pages of ${place}`,
  },
  {
    clients: '客户端',
    subscriptions: '订阅',
    topics: '主题',
    retained: '保留消息',
    openAlerts: '当前',
    history: '历史',
    silences: '静默',
    monitors: '监控项',
    rules: '规则',
    connectors: '连接器',
    backtests: '回放',
    channels: '渠道',
    deliveries: '投递记录',
    templates: '模板',
    inbox: '预览收件箱',
    events: '事件',
    traces: '跟踪',
    listeners: '接入与证书',
    access: '认证与授权',
    users: '用户与密钥',
    audit: '审计',
    backup: '备份与导入',
    metrics: '指标',
    system: '系统',
    pagesOf: (place: string) => `${place}的页面`,
  },
);

/** The pages of each place that has several, in the order of its tabs. */
export const PLACE_PAGES: Readonly<Partial<Record<PlaceName, readonly PlacePage[]>>> = {
  clients: [
    { to: '/clients', text: 'clients', also: ['/clients/detail'] },
    { to: '/clients/subscriptions', text: 'subscriptions' },
    { to: '/clients/topics', text: 'topics' },
    { to: '/clients/retained', text: 'retained' },
  ],
  alerts: [
    { to: '/alerts', text: 'openAlerts', also: ['/alerts/detail'] },
    { to: '/alerts/history', text: 'history' },
    { to: '/alerts/silences', text: 'silences' },
    { to: '/alerts/monitors', text: 'monitors' },
  ],
  rules: [
    { to: '/rules', text: 'rules', also: ['/rules/edit', '/rules/wizard'] },
    { to: '/rules/connectors', text: 'connectors', also: ['/rules/connector'] },
    { to: '/rules/backtests', text: 'backtests' },
  ],
  notify: [
    { to: '/notify', text: 'channels', also: ['/notify/channel'] },
    { to: '/notify/deliveries', text: 'deliveries' },
    { to: '/notify/templates', text: 'templates' },
    { to: '/notify/inbox', text: 'inbox' },
  ],
  events: [
    { to: '/events', text: 'events' },
    { to: '/events/traces', text: 'traces' },
  ],
  settings: [
    { to: '/settings', text: 'listeners' },
    { to: '/settings/access', text: 'access' },
    { to: '/settings/users', text: 'users' },
    { to: '/settings/audit', text: 'audit' },
    { to: '/settings/backup', text: 'backup', also: ['/settings/emqx'] },
    { to: '/settings/metrics', text: 'metrics' },
    { to: '/settings/system', text: 'system' },
  ],
};
