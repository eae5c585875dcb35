import {
  IconActivity,
  IconBell,
  IconDevices,
  IconGauge,
  IconSend,
  IconSettings,
  IconSql,
} from '@tabler/icons-react';
import { defineTexts } from '../shared/texts/texts.ts';

/** The seven places, in the order of the navigation; `key` comes after `g`. */
export const PLACES = [
  { name: 'overview', path: '/', key: 'o', Icon: IconGauge },
  { name: 'clients', path: '/clients', key: 'c', Icon: IconDevices },
  { name: 'alerts', path: '/alerts', key: 'a', Icon: IconBell },
  { name: 'rules', path: '/rules', key: 'r', Icon: IconSql },
  { name: 'notify', path: '/notify', key: 'n', Icon: IconSend },
  { name: 'events', path: '/events', key: 'e', Icon: IconActivity },
  { name: 'settings', path: '/settings', key: 's', Icon: IconSettings },
] as const;

export type Place = (typeof PLACES)[number];
export type PlaceName = Place['name'];

/** The place that an address is in; undefined for one that is in none. */
export function placeOf(pathname: string): Place | undefined {
  return PLACES.find(({ path }) => (path === '/' ? pathname === '/' : isWithin(pathname, path)));
}

function isWithin(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`);
}

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
