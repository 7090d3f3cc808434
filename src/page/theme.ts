import {
  createTheme,
  type CSSVariablesResolver,
  DEFAULT_THEME,
  type MantineColorsTuple,
} from '@mantine/core';
import classes from './theme.module.css';

/** The one accent colour: sea blue, white text on shade 7 has a contrast of 6:1. */
const ferry: MantineColorsTuple = [
  '#eef7fb',
  '#d9edf6',
  '#b4dced',
  '#86c6e1',
  '#57aed3',
  '#2e94c0',
  '#167aa6',
  '#0b658c',
  '#085272',
  '#053d56',
];

const SYSTEM_FONTS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif';

export const theme = createTheme({
  colors: { ferry },
  primaryColor: 'ferry',
  primaryShade: 7,
  defaultRadius: 'md',
  fontFamily: SYSTEM_FONTS,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
  headings: { fontFamily: SYSTEM_FONTS, fontWeight: '650', textWrap: 'balance' },
  focusClassName: classes['focus'] ?? '',
  cursorType: 'pointer',
  respectReducedMotion: true,
  // Their <header> counts as a second banner of the page otherwise.
  components: {
    Modal: { defaultProps: { attributes: { header: { role: 'presentation' } } } },
    Drawer: { defaultProps: { attributes: { header: { role: 'presentation' } } } },
  },
});

/** Colours of text on tinted grounds: Mantine's own miss the contrast of 4.5:1 (WCAG 1.4.3) in several places. */
const STATUS_COLORS = ['ferry', 'red', 'green', 'yellow', 'orange', 'gray', 'teal', 'blue'];

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5c636b',
    '--mantine-color-placeholder': '#6b727a',
    '--mantine-color-error': '#c92a2a',
    '--mantine-color-anchor': ferry[7],
    '--mantine-color-body': '#ffffff',
    '--ferry-ground': '#f6f8fa',
    '--ferry-focus': ferry[7],
    '--ferry-control': '#868e96',
    ...lightTexts(9),
    // Even their darkest shades are too light on their own tint.
    '--mantine-color-yellow-light-color': '#744200',
    '--mantine-color-orange-light-color': '#8f3a00',
    '--mantine-color-green-light-color': '#1f6b2e',
    '--mantine-color-teal-light-color': '#066049',
  },
  dark: {
    '--mantine-color-dimmed': '#a6abb2',
    '--mantine-color-placeholder': '#9aa0a8',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-anchor': ferry[3],
    '--ferry-ground': '#1b1c1f',
    '--ferry-focus': ferry[3],
    '--ferry-control': '#7b838c',
    ...lightTexts(2),
  },
});

function lightTexts(shade: number): Record<string, string> {
  const colors: Record<string, MantineColorsTuple> = { ...DEFAULT_THEME.colors, ferry };
  return Object.fromEntries(
    STATUS_COLORS.flatMap((name) => {
      const color = colors[name]?.[shade];
      return color
        ? [
            [`--mantine-color-${name}-light-color`, color],
            [`--mantine-color-${name}-outline`, color],
          ]
        : [];
    }),
  );
}
