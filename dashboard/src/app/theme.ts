import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** One accent. Shade 8 is the accent on light, 3 the one on dark. */
const teal: MantineColorsTuple = [
  '#e6f7fa',
  '#cdeef4',
  '#9edcea',
  '#4fc3db',
  '#37b2cc',
  '#229fb9',
  '#168aa3',
  '#127c94',
  '#0f6e84',
  '#0b5668',
];

/** The greys of the dark look, from words to what lies deepest: as blue as the page is. */
const dark: MantineColorsTuple = [
  '#e6edf3',
  '#c3cdd7',
  '#9aa7b4',
  '#6f7c8a',
  '#2b3540',
  '#1f2730',
  '#171d24',
  '#0f1419',
  '#0b1015',
  '#080b0f',
];

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 8, dark: 3 },
  colors: { teal, dark },
  autoContrast: true,
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace',
  fontWeights: { medium: '500' },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.8125rem', lg: '1rem', xl: '1.25rem' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  headings: {
    fontWeight: '600',
    // The page, its parts, and parts of these: the order says the size.
    sizes: {
      h1: { fontSize: '1.125rem', lineHeight: '1.4' },
      h2: { fontSize: '0.875rem', lineHeight: '1.45' },
      h3: { fontSize: '0.8125rem', lineHeight: '1.45' },
      h4: { fontSize: '0.8125rem', lineHeight: '1.45' },
    },
  },
  components: {
    // What scrolls sideways can be scrolled by keys.
    TableScrollContainer: { defaultProps: { scrollAreaProps: { viewportProps: { tabIndex: 0 } } } },
    // What helps stands below: so fields beside each other stand in one line.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    // Another theme is there at once, and not by way of colours that nobody can read.
    SegmentedControl: { defaultProps: { transitionDuration: 0 } },
    Tooltip: { defaultProps: { openDelay: 200, withArrow: true } },
    Modal: { defaultProps: { transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
  },
});

/** The colours that mean something; every one has at least 4.5 : 1 on the page and on what is raised above it. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1b2027',
    '--mantine-color-dimmed': '#57606a',
    '--mantine-color-placeholder': '#57606a',
    '--mantine-color-anchor': '#0f6e84',
    '--mantine-color-error': '#c0162c',
    '--mantine-color-default-border': '#d0d7de',
    '--tocsin-raised': '#f6f8fa',
    '--tocsin-line': '#d8dee4',
    '--tocsin-hover': '#eef1f4',
    '--tocsin-selected': '#e3eff2',
    '--tocsin-accent': '#0f6e84',
    '--tocsin-critical': '#c0162c',
    '--tocsin-warning': '#9a5b00',
    '--tocsin-info': '#0b62b5',
    '--tocsin-resolved': '#146c43',
    '--tocsin-silenced': '#6a4bc4',
    ...seriesColours(['#0b62b5', '#d96a10', '#0a5443', '#d070b0', '#6b5f10', '#4a1f6b']),
  },
  dark: {
    // White words stand on it, as on light: the shade for words of this colour is too bright for them.
    '--mantine-color-teal-filled': '#0f6e84',
    '--mantine-color-teal-filled-hover': '#127c94',
    '--mantine-color-body': '#0f1419',
    '--mantine-color-text': '#e6edf3',
    '--mantine-color-dimmed': '#9aa7b4',
    '--mantine-color-placeholder': '#9aa7b4',
    '--mantine-color-anchor': '#4fc3db',
    '--mantine-color-error': '#ff7b84',
    '--mantine-color-default': '#171d24',
    '--mantine-color-default-hover': '#1f2730',
    '--mantine-color-default-border': '#2b3540',
    '--tocsin-raised': '#171d24',
    '--tocsin-line': '#2b3540',
    '--tocsin-hover': '#1f2730',
    '--tocsin-selected': '#15303a',
    '--tocsin-accent': '#4fc3db',
    '--tocsin-critical': '#ff7b84',
    '--tocsin-warning': '#f2b24a',
    '--tocsin-info': '#6cb4ff',
    '--tocsin-resolved': '#56d08b',
    '--tocsin-silenced': '#b9a0ff',
    ...seriesColours(['#5aa2f5', '#f2a65a', '#1f9d7c', '#e58fc8', '#f7efb2', '#4f5fe0']),
  },
});

/** Lines of charts: each at least 3 : 1 on the page, and any two apart (23 or more in Lab) for who sees no green too. */
function seriesColours(colours: readonly string[]): Record<string, string> {
  return Object.fromEntries(colours.map((colour, index) => [`--tocsin-series-${index + 1}`, colour]));
}
