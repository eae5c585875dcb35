import { Select } from '@mantine/core';
import { useSession } from '../session/session.ts';
import { useTexts } from '../texts/texts.ts';
import { preferenceTexts } from './preference.texts.ts';
import { changePreferences, usePreferences } from './preferences.ts';

/** The names of languages are in the language itself, so that whoever cannot read this one finds theirs. */
const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'zh', label: '中文' },
] as const;

export function LanguageField() {
  const words = useTexts(preferenceTexts);
  const { language } = usePreferences();
  return (
    <Select
      label={words.language}
      data={LANGUAGES}
      value={language}
      allowDeselect={false}
      onChange={(value) => changePreferences({ language: value === 'zh' ? 'zh' : 'en' })}
    />
  );
}

export function ThemeField() {
  const words = useTexts(preferenceTexts);
  const { theme } = usePreferences();
  const data = (['auto', 'light', 'dark'] as const).map((value) => ({ value, label: words[value] }));
  return (
    <Select
      label={words.theme}
      data={data}
      value={theme}
      allowDeselect={false}
      onChange={(value) =>
        changePreferences({ theme: value === 'light' || value === 'dark' ? value : 'auto' })
      }
    />
  );
}

/** A Select has no empty value. */
const OF_BROWSER = 'browser';

/** In which all times are shown: that of the browser, that of the server, or any other. */
export function TimeZoneField({ onChosen }: { onChosen?: () => void }) {
  const words = useTexts(preferenceTexts);
  const { timeZone } = usePreferences();
  const { data: session } = useSession();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const ofServer = session?.time_zone;
  const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
  if (ofServer !== undefined) zones.delete(ofServer);
  const data = [
    { value: OF_BROWSER, label: words.zoneOfBrowser(own) },
    ...(ofServer === undefined ? [] : [{ value: ofServer, label: words.zoneOfServer(ofServer) }]),
    ...[...zones].map((zone) => ({ value: zone, label: zone })),
  ];
  return (
    <Select
      label={words.timeZone}
      data={data}
      value={timeZone ?? OF_BROWSER}
      searchable
      allowDeselect={false}
      limit={100}
      maxDropdownHeight={280}
      onChange={(zone) => {
        changePreferences({ timeZone: zone === OF_BROWSER || zone === null ? undefined : zone });
        onChosen?.();
      }}
    />
  );
}
