import { useState } from 'react';
import type { Settings } from '../../shared/forms/json-schema.ts';

/** What somebody makes of settings that are stored, and that others may change meanwhile. */
interface SettingsDraft {
  readonly settings: Settings;
  readonly isChanged: boolean;
  /** Others stored something else since this draft began. */
  readonly isOvertaken: boolean;
  /** Another one for each time the whole was replaced: what fields remember is of the draft before. */
  readonly version: number;
  change(settings: Settings): void;
  /** Begins again from what is stored now. */
  takeStored(stored: Settings): void;
}

/** Without changes it follows what is stored; with changes it keeps them, and tells that others were faster. */
export function useSettingsDraft(stored: Settings): SettingsDraft {
  const text = JSON.stringify(stored);
  const [seen, setSeen] = useState(text);
  const [base, setBase] = useState(text);
  const [settings, setSettings] = useState(stored);
  const [version, setVersion] = useState(0);
  const own = JSON.stringify(settings);
  const takeStored = (next: Settings) => {
    setBase(JSON.stringify(next));
    setSettings(next);
    setVersion((before) => before + 1);
  };
  if (text !== seen) {
    setSeen(text);
    if (own === base && own !== text) takeStored(stored);
    else if (own === text) setBase(text);
  }
  return {
    settings,
    isChanged: own !== base,
    isOvertaken: text === seen && text !== base && own !== base && own !== text,
    version,
    change: setSettings,
    takeStored,
  };
}
