/// <reference lib="dom" />
/**
 * `npm run screenshots -- [FOLDER] [--pages=overview,rules] [--looks=en.light.wide]`: every page of the dashboard as a
 * picture, in both languages and themes and as on a phone, of a plant with a bad morning. The pictures go into a folder
 * outside the sources.
 */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { startBrokerProcess, temporaryDirectory } from '../demo/broker-process.ts';
import { ADMIN, browserOptions } from '../test/browser/support/browser-options.ts';
import { startBusyPlant } from '../test/browser/support/busy-plant.ts';

const given = process.argv.slice(2);
const folder = resolve(given.find((word) => !word.startsWith('--')) ?? join(tmpdir(), 'tocsin-screenshots'));
const pagesWanted = listOf('--pages=');
const looksWanted = listOf('--looks=');

/** undefined: all of them */
function listOf(option: string): readonly string[] | undefined {
  return given
    .find((word) => word.startsWith(option))
    ?.slice(option.length)
    .split(',');
}

interface Shot {
  readonly name: string;
  readonly path: string;
}

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

mkdirSync(folder, { recursive: true });
const broker = await startBrokerProcess(temporaryDirectory(), [
  `dashboard.bootstrap_username=${ADMIN.username}`,
  `dashboard.bootstrap_password=${ADMIN.password}`,
]);
const plant = await startBusyPlant({ api: broker.api, tcpPort: broker.ready.listeners.tcp?.port ?? 0 });
const browser = await chromium.launch(browserOptions);
try {
  const origin = `http://127.0.0.1:${broker.ready.dashboard.port}/`;
  const shots = await allPages();
  let taken = 0;
  for (const language of ['en', 'zh'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      for (const [size, viewport] of Object.entries({ wide: WIDE, phone: PHONE })) {
        const look = `${language}.${theme}.${size}`;
        if (looksWanted && !looksWanted.includes(look)) continue;
        const context = await browser.newContext({
          viewport,
          colorScheme: theme,
          locale: language === 'zh' ? 'zh-CN' : 'en-GB',
          reducedMotion: 'reduce',
        });
        await context.request.post(`${origin}api/v5/session`, { data: ADMIN });
        const page = await context.newPage();
        for (const { name, path } of shots.filter((shot) => pagesWanted?.includes(shot.name) ?? true)) {
          await page.goto(new URL(path, origin).href);
          await page.getByRole('heading', { level: 1 }).waitFor();
          // Live streams never end: quiet is when nothing is loading any more.
          await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
          await page.waitForTimeout(400);
          await page.screenshot({ path: join(folder, `${name}.${look}.png`) });
          taken++;
        }
        await context.close();
      }
    }
  }
  console.log(`${taken} pictures in ${folder}`);
} finally {
  await browser.close();
  await plant.close();
  await broker.stop();
}

/** With the ids that this plant gave to its things. */
async function allPages(): Promise<Shot[]> {
  const first = async (path: string): Promise<string> => {
    const { data } = (await broker.api.must('GET', path)) as { data: { id: string }[] };
    return encodeURIComponent(data[0]?.id ?? '');
  };
  const alert = await first('/alerts?status=acknowledged&limit=1');
  const failed = await first('/deliveries?status=failed&limit=1');
  return [
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
    { name: 'connector', path: 'rules/connector?id=http:historian' },
    { name: 'backtests', path: 'rules/backtests' },
    { name: 'channels', path: 'notify' },
    { name: 'channel', path: 'notify/channel?id=feishu:duty' },
    { name: 'deliveries', path: 'notify/deliveries' },
    { name: 'delivery', path: `notify/deliveries?id=${failed}` },
    { name: 'templates', path: 'notify/templates' },
    { name: 'inbox', path: 'notify/inbox' },
    { name: 'events', path: 'events' },
    { name: 'listeners', path: 'settings' },
    { name: 'access', path: 'settings/access' },
    { name: 'users', path: 'settings/users' },
    { name: 'audit', path: 'settings/audit' },
    { name: 'backup', path: 'settings/backup' },
    { name: 'metrics', path: 'settings/metrics' },
    { name: 'system', path: 'settings/system' },
    { name: 'login', path: 'login' },
  ];
}
