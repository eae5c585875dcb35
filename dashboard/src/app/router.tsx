import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import type { SignedInPage } from '../../../src/api/contract.ts';
import { NotFoundPage } from '../pages/not-found/not-found-page.tsx';
import { OverviewPage } from '../pages/overview/overview-page.tsx';
import { loadPage } from './load-page.ts';
import { SignedIn } from './session/signed-in.tsx';
import { PageProblem } from './shell/page-problem.tsx';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ component: Outlet });

/** Everything but sign-in and set-up. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: () => (
    <SignedIn>
      <Shell />
    </SignedIn>
  ),
});

type LazyPage = () => ReturnType<typeof lazyRouteComponent>;

/** A page that is fetched when it is first shown. Names of devices are in the search part: a path may not hold all of them. */
const pages: Readonly<Record<SignedInPage, LazyPage>> = {
  '/clients': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/clients/clients-page.tsx')), 'ClientsPage'),
  '/clients/detail': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/clients/client-page.tsx')), 'ClientPage'),
  '/clients/subscriptions': () =>
    lazyRouteComponent(
      () => loadPage(() => import('../pages/clients/subscriptions-page.tsx')),
      'SubscriptionsPage',
    ),
  '/clients/topics': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/clients/topics-page.tsx')), 'TopicsPage'),
  '/clients/retained': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/clients/retained-page.tsx')), 'RetainedPage'),
  '/alerts': () =>
    lazyRouteComponent(
      () => loadPage(() => import('../pages/alerts/open-alerts-page.tsx')),
      'OpenAlertsPage',
    ),
  '/alerts/detail': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/alerts/alert-page.tsx')), 'AlertPage'),
  '/alerts/history': () =>
    lazyRouteComponent(
      () => loadPage(() => import('../pages/alerts/alert-history-page.tsx')),
      'AlertHistoryPage',
    ),
  '/alerts/silences': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/alerts/silences-page.tsx')), 'SilencesPage'),
  '/alerts/monitors': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/alerts/monitors-page.tsx')), 'MonitorsPage'),
  '/rules': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/rules/rules-page.tsx')), 'RulesPage'),
  '/rules/edit': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/rules/rule-editor-page.tsx')), 'RuleEditorPage'),
  '/rules/wizard': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/rules/wizard-page.tsx')), 'WizardPage'),
  '/rules/connectors': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/rules/connectors-page.tsx')), 'ConnectorsPage'),
  '/rules/connector': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/rules/connector-page.tsx')), 'ConnectorPage'),
  '/rules/backtests': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/rules/backtests-page.tsx')), 'BacktestsPage'),
  '/notify': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/notify/channels-page.tsx')), 'ChannelsPage'),
  '/notify/channel': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/notify/channel-page.tsx')), 'ChannelPage'),
  '/notify/deliveries': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/notify/deliveries-page.tsx')), 'DeliveriesPage'),
  '/notify/templates': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/notify/templates-page.tsx')), 'TemplatesPage'),
  '/notify/inbox': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/notify/inbox-page.tsx')), 'InboxPage'),
  '/events': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/events/events-page.tsx')), 'EventsPage'),
  '/events/traces': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/events/traces-page.tsx')), 'TracesPage'),
  '/settings': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/settings/listeners-page.tsx')), 'ListenersPage'),
  '/settings/access': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/settings/access-page.tsx')), 'AccessPage'),
  '/settings/users': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/settings/users-page.tsx')), 'UsersPage'),
  '/settings/audit': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/settings/audit-page.tsx')), 'AuditPage'),
  '/settings/backup': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/settings/backup-page.tsx')), 'BackupPage'),
  '/settings/emqx': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/settings/emqx-page.tsx')), 'EmqxPage'),
  '/settings/metrics': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/settings/metrics-page.tsx')), 'MetricsPage'),
  '/settings/system': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/settings/system-page.tsx')), 'SystemPage'),
};

const openPages: Readonly<Record<'/login' | '/setup', LazyPage>> = {
  '/login': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/sign-in/login-page.tsx')), 'LoginPage'),
  '/setup': () =>
    lazyRouteComponent(() => loadPage(() => import('../pages/sign-in/setup-page.tsx')), 'SetupPage'),
};

const routeTree = root.addChildren([
  signedIn.addChildren([
    createRoute({ getParentRoute: () => signedIn, path: '/', component: OverviewPage }),
    ...Object.entries(pages).map(([path, component]) =>
      createRoute({ getParentRoute: () => signedIn, path, component: component() }),
    ),
    createRoute({ getParentRoute: () => signedIn, path: '$', component: NotFoundPage }),
  ]),
  ...Object.entries(openPages).map(([path, component]) =>
    createRoute({ getParentRoute: () => root, path, component: component() }),
  ),
]);

export const router = createRouter({
  routeTree,
  basepath: new URL(document.baseURI).pathname,
  defaultPreload: 'intent',
  defaultErrorComponent: PageProblem,
  // Filters are written as people would: `?q=dev-04`, without quotes.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
    const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
    return text === '' ? '' : `?${text}`;
  },
});
