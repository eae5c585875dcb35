/** All addresses of the dashboard. The dashboard has a page for each of them, and the server no other. */
export const DASHBOARD_PAGES = [
  '/',
  '/login',
  '/setup',
  '/clients',
  '/clients/detail',
  '/clients/subscriptions',
  '/clients/topics',
  '/clients/retained',
  '/alerts',
  '/alerts/detail',
  '/alerts/history',
  '/alerts/silences',
  '/alerts/monitors',
  '/rules',
  '/rules/edit',
  '/rules/wizard',
  '/rules/connectors',
  '/rules/connector',
  '/rules/backtests',
  '/notify',
  '/notify/channel',
  '/notify/deliveries',
  '/notify/templates',
  '/notify/inbox',
  '/events',
  '/settings',
  '/settings/access',
  '/settings/users',
  '/settings/audit',
  '/settings/backup',
  '/settings/metrics',
  '/settings/system',
] as const;

export type DashboardPage = (typeof DASHBOARD_PAGES)[number];
/** Those that only whoever is signed in sees. */
export type SignedInPage = Exclude<DashboardPage, '/' | '/login' | '/setup'>;
