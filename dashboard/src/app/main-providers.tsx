import { MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo } from 'react';
import { queryClient } from '../shared/api/query-client.ts';
import { liveConnection } from '../shared/live/live.ts';
import { usePreferences } from '../shared/preferences/preferences.ts';
import type { Language } from '../shared/texts/texts.ts';
import { cssVariables, theme } from './theme.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
// By this name the library that keeps the page behind a dialog from scrolling looks for it.
Object.assign(globalThis, { __webpack_nonce__: nonce });

export function MainProviders({ children }: { children: ReactNode }) {
  const { theme: scheme, language, density } = usePreferences();
  const labelled = useMemo(() => mergeThemeOverrides(theme, closeLabels(language)), [language]);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.documentElement.dataset.density = density;
  }, [language, density]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it tells in the language of its beginning
  useEffect(() => () => liveConnection.renew(), [language]);
  return (
    <MantineProvider
      theme={labelled}
      cssVariablesResolver={cssVariables}
      {...(scheme === 'auto' ? { defaultColorScheme: 'auto' as const } : { forceColorScheme: scheme })}
      getStyleNonce={() => nonce ?? ''}
    >
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" limit={3} />
        {children}
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** What closes a dialog, a drawer or a notice is a cross: its word is for those who do not see it. */
function closeLabels(language: Language) {
  const props = { closeButtonProps: { 'aria-label': language === 'zh' ? '关闭' : 'Close' } };
  return {
    components: {
      Modal: { defaultProps: { ...theme.components?.Modal?.defaultProps, ...props } },
      Drawer: { defaultProps: { ...theme.components?.Drawer?.defaultProps, ...props } },
      Notification: { defaultProps: props },
    },
  };
}
