/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import type { RestClient } from '../../demo/rest-client.ts';
import { DASHBOARD_PAGES } from '../../src/api/contract.ts';

/** One picture: where, and what is done there before it is taken. */
export interface Shot {
  readonly name: string;
  /** The address below the place of the dashboard; a whole URL for pages that are no part of it. */
  readonly path: string;
  /** `plant`: a busy one; `new`: a broker that nobody has used yet; `fresh`: one without any user; `doomed`: it ends while the page is open. */
  readonly of?: 'plant' | 'new' | 'fresh' | 'doomed';
  /** Who looks: the administrator, when it is left out. */
  readonly as?: 'viewer' | 'nobody';
  /** Before the page is opened: what the server would answer. */
  readonly server?: 'fails' | 'refuses' | 'silent';
  readonly act?: (page: Page) => Promise<void>;
}

const press = (key: string) => (page: Page) => page.keyboard.press(key);

/** The n-th control that says so: texts are of two languages, so places are named by what both have. */
const click = (selector: string) => async (page: Page) => {
  await page.locator(selector).first().click();
};

/** The rule of docs/offline-alert.md, typed. */
async function writeOfflineRule(page: Page): Promise<void> {
  await page.locator('main input').first().fill('offline-to-wecom');
  await page.locator('.cm-content').first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(`SELECT clientid, username,
  format_date('millisecond', '+08:00', '%Y-%m-%d %H:%M:%S',
    disconnected_at) as disconnected_at,
  peername, reason
FROM "$events/client/disconnected"
WHERE reason != 'normal'`);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('table').or(page.locator('table')).first().waitFor();
}

/** Its action: HTTP, by a connector that is there. */
async function writeHttpAction(page: Page): Promise<void> {
  await writeOfflineRule(page);
  await page.locator('main button:has(.tabler-icon-plus)').last().click();
  const drawer = page.getByRole('dialog');
  await drawer.locator('[data-autofocus]').click();
  await page.getByRole('option', { name: /^HTTP/ }).click();
  await drawer.locator('input[type="text"], input:not([type])').nth(2).fill('wecom-offline');
}

/** Every page of the dashboard, and its dialogs, drawers and states that matter. */
export async function allShots(api: RestClient, phonePage: string | undefined): Promise<Shot[]> {
  const first = async (path: string): Promise<string> => {
    const { data } = (await api.must('GET', path)) as { data: { id: string }[] };
    return encodeURIComponent(data[0]?.id ?? '');
  };
  const alert = await first('/alerts?status=acknowledged&limit=1');
  const failed = await first('/deliveries?status=failed&limit=1');
  const event = await first('/events?event=client.disconnected&limit=1');
  const shots: Shot[] = [
    { name: 'overview', path: '' },
    { name: 'clients', path: 'clients' },
    { name: 'client', path: 'clients/detail?id=sz-scale-3' },
    { name: 'client-lost', path: 'clients/detail?id=hz-press-1' },
    { name: 'subscriptions', path: 'clients/subscriptions' },
    { name: 'topics', path: 'clients/topics' },
    { name: 'retained', path: 'clients/retained' },
    { name: 'alerts', path: 'alerts' },
    { name: 'alert', path: `alerts/detail?id=${alert}` },
    { name: 'alert-history', path: 'alerts/history' },
    { name: 'silences', path: 'alerts/silences' },
    { name: 'monitors', path: 'alerts/monitors' },
    { name: 'rules', path: 'rules' },
    { name: 'rule', path: 'rules/edit?id=device-offline' },
    { name: 'rule-new', path: 'rules/edit' },
    { name: 'wizard', path: 'rules/wizard' },
    { name: 'connectors', path: 'rules/connectors' },
    { name: 'connector', path: 'rules/connector?id=http:mes' },
    { name: 'backtests', path: 'rules/backtests' },
    { name: 'channels', path: 'notify' },
    { name: 'channel', path: 'notify/channel?id=feishu:duty' },
    { name: 'deliveries', path: 'notify/deliveries' },
    { name: 'templates', path: 'notify/templates' },
    { name: 'inbox', path: 'notify/inbox' },
    { name: 'events', path: 'events' },
    { name: 'traces', path: 'events/traces' },
    { name: 'listeners', path: 'settings' },
    { name: 'access', path: 'settings/access' },
    { name: 'users', path: 'settings/users' },
    { name: 'audit', path: 'settings/audit' },
    { name: 'backup', path: 'settings/backup' },
    { name: 'emqx', path: 'settings/emqx' },
    { name: 'metrics', path: 'settings/metrics' },
    { name: 'system', path: 'settings/system' },
    { name: 'login', path: 'login', as: 'nobody' },
    { name: 'setup', path: 'setup', of: 'fresh', as: 'nobody' },
  ];
  // A page that is missing here would never be looked at.
  const taken = new Set(shots.map(({ path }) => `/${path.split('?')[0]}`));
  const missing = DASHBOARD_PAGES.filter((page) => !taken.has(page));
  if (missing.length > 0) throw new Error(`no picture is taken of ${missing.join(', ')}`);
  return [
    ...shots,
    // Parts of pages that have an address.
    { name: 'overview-day', path: '?range=24h' },
    { name: 'alert-settings', path: 'alerts/monitors?view=settings' },
    { name: 'alarms', path: 'alerts/monitors?view=alarms' },
    { name: 'monitor', path: 'alerts/monitors?monitor=connector_down' },
    { name: 'delivery', path: `notify/deliveries?id=${failed}` },
    { name: 'event', path: `events?id=${event}` },
    { name: 'channel-new', path: 'notify?new=any' },
    { name: 'connector-new', path: 'rules/connectors?new=1' },
    { name: 'silence-new', path: 'alerts/silences?new=1' },
    { name: 'access-users', path: 'settings/access?view=users' },
    { name: 'access-rules', path: 'settings/access?view=rules' },
    { name: 'access-try', path: 'settings/access?view=try' },
    { name: 'access-denials', path: 'settings/access?view=denials' },
    { name: 'access-bans', path: 'settings/access?view=bans' },
    // What opens over a page.
    { name: 'palette', path: '', act: press('Control+k') },
    { name: 'keys', path: '', act: press('?') },
    { name: 'tools', path: '', act: press('t') },
    { name: 'rule-run', path: 'rules/edit?id=device-offline', act: press('Control+Enter') },
    { name: 'step-rule', path: 'rules/edit', act: writeOfflineRule },
    { name: 'step-action', path: 'rules/edit', act: writeHttpAction },
    {
      name: 'step-kick',
      path: 'clients?q=hz-conveyor',
      act: click('[role="row"] button[aria-haspopup="menu"]'),
    },
    { name: 'alert-silence', path: `alerts/detail?id=${alert}`, act: press('s') },
    { name: 'rule-menu', path: 'rules', act: click('[role="row"] button[aria-haspopup="menu"]') },
    // Nothing yet.
    ...[
      '',
      'clients',
      'alerts',
      'alerts/history',
      'rules',
      'rules/backtests',
      'notify/deliveries',
      'notify/inbox',
      'events',
    ].map((path): Shot => ({ name: `new-${path.replace('/', '-') || 'overview'}`, path, of: 'new' })),
    // Nothing that matches, nobody there, and what may not be done.
    { name: 'no-match', path: 'clients?q=hz-pres-77' },
    { name: 'no-page', path: 'nowhere' },
    { name: 'no-client', path: 'clients/detail?id=never-seen' },
    { name: 'viewer-channels', path: 'notify', as: 'viewer' },
    { name: 'viewer-users', path: 'settings/users', as: 'viewer' },
    { name: 'failing', path: 'alerts', server: 'fails' },
    { name: 'refusing', path: 'alerts', server: 'refuses' },
    { name: 'loading', path: 'alerts', server: 'silent' },
    { name: 'gone', path: 'alerts', of: 'doomed' },
    ...(phonePage === undefined
      ? []
      : [{ name: 'phone-page', path: phonePage, as: 'nobody' } satisfies Shot]),
  ];
}
