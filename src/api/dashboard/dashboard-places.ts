/** What the addresses of the dashboard begin with, besides its first page. */
export const DASHBOARD_PLACES = [
  'login',
  'setup',
  'clients',
  'alerts',
  'rules',
  'notify',
  'events',
  'settings',
] as const;

/** All routes of the dashboard. */
export const DASHBOARD_ROUTES: readonly string[] = [
  '/',
  ...DASHBOARD_PLACES.flatMap((place) => [`/${place}`, `/${place}/*`]),
];
