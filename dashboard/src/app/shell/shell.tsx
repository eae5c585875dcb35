import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { useShortcut } from '../../shared/keys/use-shortcut.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { type PlaceTab, PlaceTabs } from '../../shared/ui/place-tabs.tsx';
import { AlertEar } from '../alert-ear.tsx';
import { PLACE_PAGES, pageTexts } from '../place-pages.ts';
import { PLACES, type Place, placeOf, placeTexts } from '../places.ts';
import { SessionOverDialog } from '../session/session-over-dialog.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { Header } from './header.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { Navigation } from './navigation.tsx';
import { Palette } from './palette-slot.tsx';
import { ServerBanner } from './server-banner.tsx';
import styles from './shell.module.css';
import { shellTexts } from './shell.texts.ts';
import { togglePause } from './toggle-pause.ts';
import { ToolsDrawer } from './tools-drawer.tsx';

/** What stands around every page. */
export function Shell() {
  const words = useTexts(shellTexts);
  const { pathname } = useLocation();
  const place = placeOf(pathname);
  return (
    <div className={styles.shell}>
      <Link to="." hash="content" className={styles.skip ?? ''} onClick={focusContent}>
        {words.skip}
      </Link>
      <Navigation place={place} />
      <Header place={place} />
      <div className={styles.body}>
        <ServerBanner />
        {place && <TabsOf place={place} />}
        <main id="content" tabIndex={-1} className={styles.main}>
          <Outlet />
        </main>
      </div>
      <BottomBar place={place} />
      <ShellKeys />
      <KeysDialog />
      <Palette />
      <ToolsDrawer />
      <SessionOverDialog />
      <AlertEar />
    </div>
  );
}

/** Without a trace in the address, of which the router would make a page of its own. */
function focusContent(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

function TabsOf({ place }: { place: Place }) {
  const words = useTexts(pageTexts);
  const names = useTexts(placeTexts);
  const pages = PLACE_PAGES[place.name];
  if (!pages) return null;
  const tabs = pages.map(
    ({ to, text, also }): PlaceTab => ({ to, label: words[text] as string, ...(also && { also }) }),
  );
  return <PlaceTabs label={words.pagesOf(names[place.name])} tabs={tabs} />;
}

/** Keys that work on every page. */
function ShellKeys() {
  const words = useTexts(shellTexts);
  const names = useTexts(placeTexts);
  const navigate = useNavigate();
  useShortcut('p', words.pauseKey, togglePause, { isFallback: true });
  useShortcut('n', words.create, () => void navigate({ to: '/rules/wizard' }), { isFallback: true });
  return PLACES.map(({ name, path, key }) => (
    <GoKey key={key} keys={`g ${key}`} label={words.goTo(names[name])} to={path} />
  ));
}

function GoKey({ keys, label, to }: { keys: string; label: string; to: string }) {
  const navigate = useNavigate();
  useShortcut(keys, label, () => void navigate({ to }), { isFallback: true });
  return null;
}
