/**
 * `npm run screenshots -- [FOLDER] [--pages=overview,rules] [--looks=en.light.wide]`: every page of the dashboard as a
 * picture, with its dialogs and states, in both languages and themes and as on a tablet and a phone, of a plant with a
 * bad morning. The pictures go into a folder outside the sources.
 *
 * `npm run screenshots -- docs/pictures --readme`: those of the READMEs and of docs/offline-alert.md, small, in both languages.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { type BrokerProcess, startBrokerProcess, temporaryDirectory } from '../demo/broker-process.ts';
import { ADMIN, browserOptions } from '../test/browser/support/browser-options.ts';
import { type BusyPlant, startBusyPlant } from '../test/browser/support/busy-plant.ts';
import { writePlantPast } from '../test/browser/support/plant-past.ts';
import { allShots, type Shot } from './screenshots/shots.ts';
import { type Look, newContext, SIZES, takeShot } from './screenshots/take-shot.ts';

const given = process.argv.slice(2);
const folder = resolve(given.find((word) => !word.startsWith('--')) ?? join(tmpdir(), 'tocsin-screenshots'));
const isReadme = given.includes('--readme');
const pagesWanted = isReadme
  ? ['overview-day', 'alert', 'delivery', 'step-rule', 'step-action', 'step-kick']
  : listOf('--pages=');
const looksWanted = isReadme ? ['en.light.readme', 'zh.light.readme'] : listOf('--looks=');
const ADMINISTRATOR = [
  `dashboard.bootstrap_username=${ADMIN.username}`,
  `dashboard.bootstrap_password=${ADMIN.password}`,
];

/** undefined: all of them */
function listOf(option: string): readonly string[] | undefined {
  return given
    .find((word) => word.startsWith(option))
    ?.slice(option.length)
    .split(',');
}

build();
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch(browserOptions);
let taken = 0;
try {
  for (const language of ['en', 'zh'] as const) {
    const looks = looksOf(language);
    if (looks.length > 0) await takeLanguage(browser, language, looks);
  }
  console.log(`${taken} pictures in ${folder}`);
} finally {
  await browser.close();
}

function build(): void {
  const script = join(import.meta.dirname, 'build-dashboard.ts');
  const { status } = spawnSync(process.execPath, [script, '--if-needed'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function looksOf(language: Look['language']): Look[] {
  const sizes = Object.keys(SIZES) as Look['size'][];
  return (['light', 'dark'] as const)
    .flatMap((theme) => sizes.map((size): Look => ({ language, theme, size })))
    .filter((look) =>
      looksWanted ? looksWanted.includes(nameOf(look)) : look.size !== 'readme' && look.size !== 'narrow',
    );
}

function nameOf({ language, theme, size }: Look): string {
  return `${language}.${theme}.${size}`;
}

/** What people of a plant name things is of one language: each has a plant of its own. */
async function takeLanguage(
  browser: Browser,
  language: Look['language'],
  looks: readonly Look[],
): Promise<void> {
  const brokers = new Map<NonNullable<Shot['of']>, BrokerProcess>();
  let plant: BusyPlant | undefined;
  try {
    const directory = temporaryDirectory();
    writePlantPast(directory, Date.now());
    const busy = await startBrokerProcess(directory, [...ADMINISTRATOR, 'node.name=tocsin@plant.example']);
    brokers.set('plant', busy);
    const base = `${originOf(busy)}api/v5`;
    plant = await startBusyPlant({ api: busy.api, base, language, hasOddNames: !isReadme });
    const shots = (await allShots(busy.api, plant.phonePage)).filter(
      ({ name }) => pagesWanted?.includes(name) ?? true,
    );
    for (const { of = 'plant' } of shots) {
      if (brokers.has(of) || of === 'doomed') continue;
      const settings = of === 'fresh' ? [] : ADMINISTRATOR;
      brokers.set(of, await startBrokerProcess(temporaryDirectory(), settings));
    }
    for (const look of looks) await takeLook(browser, brokers, shots, look);
  } finally {
    await plant?.close();
    for (const broker of brokers.values()) await broker.stop();
  }
}

async function takeLook(
  browser: Browser,
  brokers: ReadonlyMap<NonNullable<Shot['of']>, BrokerProcess>,
  shots: readonly Shot[],
  look: Look,
): Promise<void> {
  for (const shot of shots) {
    const isDoomed = shot.of === 'doomed';
    const broker = isDoomed
      ? await startBrokerProcess(temporaryDirectory(), ADMINISTRATOR)
      : brokers.get(shot.of ?? 'plant');
    if (!broker) continue;
    const origin = originOf(broker);
    const context = await newContext(browser, origin, look, shot.as);
    const path = shot.of === 'fresh' ? (broker.ready.setup_url ?? shot.path) : shot.path;
    const file = isReadme
      ? `${shot.name.replace('-day', '')}.${look.language}.webp`
      : `${shot.name}.${nameOf(look)}.png`;
    try {
      await takeShot(
        context,
        origin,
        { ...shot, path },
        join(folder, file),
        isDoomed ? () => broker.kill() : undefined,
      );
      taken++;
    } catch (error) {
      console.error(`${file}: ${(error as Error).message.split('\n')[0]}`);
      process.exitCode = 1;
    } finally {
      await context.close();
      if (isDoomed) await broker.kill();
    }
  }
}

function originOf({ ready }: BrokerProcess): string {
  return `http://127.0.0.1:${ready.dashboard.port}/`;
}
