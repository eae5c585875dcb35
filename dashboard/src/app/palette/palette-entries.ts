import { useNavigate } from '@tanstack/react-router';
import { useFoundThings } from '../../features/finder/found-things.ts';
import { apiUrl } from '../../shared/api/client.ts';
import { copyText } from '../../shared/clipboard/clipboard.ts';
import { useLiveState } from '../../shared/live/live.ts';
import { changePreferences } from '../../shared/preferences/preferences.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { PLACE_PAGES, pageTexts } from '../place-pages.ts';
import { PLACES, placeTexts } from '../places.ts';
import { openKeys } from '../shell/keys-dialog.tsx';
import { togglePause } from '../shell/toggle-pause.ts';
import { openTools } from '../shell/tools-drawer.tsx';
import { useSignOut } from '../shell/user-menu.tsx';
import { OTHER_WORDS } from './other-words.ts';
import { paletteTexts } from './palette.texts.ts';
import type { PaletteEntry } from './palette-entry.ts';

type Search = Readonly<Record<string, string>>;

/** All pages: the places, and those within them. */
export function usePageEntries(): PaletteEntry[] {
  const names = useTexts(placeTexts);
  const words = useTexts(pageTexts);
  const other = useLanguage() === 'zh' ? 'en' : 'zh';
  const navigate = useNavigate();
  return PLACES.flatMap(({ name, path, key }) => {
    const place: PaletteEntry = {
      id: path,
      group: 'pages',
      label: names[name],
      also: `${placeTexts[other][name]} ${OTHER_WORDS[name] ?? ''}`,
      keys: `g ${key}`,
      run: () => void navigate({ to: path }),
    };
    const pages = (PLACE_PAGES[name] ?? []).filter(({ to }) => to !== path || name === 'settings');
    return [
      place,
      ...pages.map(
        ({ to, text }): PaletteEntry => ({
          id: `${name} ${text}`,
          group: 'pages',
          label: words[text] as string,
          also: `${pageTexts[other][text] as string} ${placeTexts[other][name]} ${OTHER_WORDS[text] ?? ''}`,
          note: names[name],
          run: () => void navigate({ to }),
        }),
      ),
    ];
  });
}

/** What can be done from everywhere. */
export function useActionEntries(): PaletteEntry[] {
  const words = useTexts(paletteTexts);
  const language = useLanguage();
  const isPaused = useLiveState().kind === 'paused';
  const navigate = useNavigate();
  const leave = useSignOut();
  const other = paletteTexts[language === 'zh' ? 'en' : 'zh'];
  const entry = (
    name: Exclude<keyof typeof words, 'counts'>,
    run: () => void,
    keys?: string,
  ): PaletteEntry => ({
    id: `do ${name}`,
    group: 'actions',
    label: words[name],
    also: other[name],
    run,
    ...(keys !== undefined && { keys }),
  });
  const goTo =
    (to: string, search: Search = {}) =>
    () =>
      void navigate({ to, search: search as never });
  return [
    entry('newAlert', goTo('/rules/wizard')),
    entry('newRule', goTo('/rules/edit')),
    entry('newConnector', goTo('/rules/connectors', { new: '1' })),
    entry('newChannel', goTo('/notify', { new: 'any' })),
    entry('newSilence', goTo('/alerts/silences', { new: '1' })),
    entry(isPaused ? 'resume' : 'pause', togglePause, 'p'),
    entry('tools', openTools, 't'),
    entry('themeLight', () => changePreferences({ theme: 'light' })),
    entry('themeDark', () => changePreferences({ theme: 'dark' })),
    entry('themeAuto', () => changePreferences({ theme: 'auto' })),
    entry('language', () => changePreferences({ language: language === 'zh' ? 'en' : 'zh' })),
    entry('compact', () => changePreferences({ density: 'compact' })),
    entry('comfortable', () => changePreferences({ density: 'comfortable' })),
    entry('keys', openKeys, '?'),
    entry('copyLink', () => void copyText(location.href)),
    entry('description', () => {
      open(apiUrl('/').replace(/api\/v5\/$/, 'api-docs/swagger.json'), '_blank', 'noopener');
    }),
    entry('signOut', () => void leave()),
  ];
}

/** Clients, rules and alerts that the server finds. */
export function useFoundEntries(text: string): {
  readonly entries: PaletteEntry[];
  readonly isBusy: boolean;
} {
  const words = useTexts(paletteTexts);
  const navigate = useNavigate();
  const { data, isFetching } = useFoundThings(text);
  if (!data || text === '') return { entries: [], isBusy: isFetching };
  const goTo = (to: string, id: string) => () => void navigate({ to, search: { id } as never });
  const entries = [
    ...data.clients.map(
      ({ clientid, username, connected }): PaletteEntry => ({
        id: `client ${clientid}`,
        group: 'clients',
        label: clientid,
        note: [username, connected ? words.online : words.offline].filter(Boolean).join(' · '),
        isDeviceText: true,
        run: goTo('/clients/detail', clientid),
      }),
    ),
    ...data.rules.map(
      ({ id, name }): PaletteEntry => ({
        id: `rule ${id}`,
        group: 'rules',
        label: name || id,
        note: id,
        run: goTo('/rules/edit', id),
      }),
    ),
    ...data.alerts.map(
      ({ id, title }): PaletteEntry => ({
        id: `alert ${id}`,
        group: 'alerts',
        label: title,
        isDeviceText: true,
        run: goTo('/alerts/detail', id),
      }),
    ),
  ];
  return { entries, isBusy: isFetching };
}
