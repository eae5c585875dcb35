import { defineTexts } from '../shared/texts/texts.ts';

/** The seven places, in the order of the navigation. */
export const PLACES = [
  { name: 'overview', path: '/', key: 'o' },
  { name: 'clients', path: '/clients', key: 'c' },
  { name: 'alerts', path: '/alerts', key: 'a' },
  { name: 'rules', path: '/rules', key: 'r' },
  { name: 'notify', path: '/notify', key: 'n' },
  { name: 'events', path: '/events', key: 'e' },
  { name: 'settings', path: '/settings', key: 's' },
] as const;

export type PlaceName = (typeof PLACES)[number]['name'];

export const placeTexts = defineTexts(
  {
    overview: 'Overview',
    clients: 'Clients',
    alerts: 'Alerts',
    rules: 'Rules',
    notify: 'Notifications',
    events: 'Events',
    settings: 'Settings',
  },
  {
    overview: '概览',
    clients: '客户端',
    alerts: '告警',
    rules: '规则',
    notify: '通知',
    events: '事件',
    settings: '设置',
  },
);
