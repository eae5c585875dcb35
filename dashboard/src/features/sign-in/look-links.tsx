import { Anchor } from '@mantine/core';
import { changePreferences } from '../../shared/preferences/preferences.ts';
import { useLanguage } from '../../shared/texts/texts.ts';

/** The other language, by its own name. */
export function LookLinks() {
  const language = useLanguage();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      onClick={() => changePreferences({ language: other })}
    >
      {other === 'zh' ? '中文' : 'English'}
    </Anchor>
  );
}
