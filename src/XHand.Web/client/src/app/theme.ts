import { createTheme, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#eef7f7',
  '#d8ecec',
  '#aed8d9',
  '#82c3c5',
  '#5db2b5',
  '#3a979b',
  '#207d82',
  '#12666b',
  '#0c5257',
  '#063d41',
];

// Cooler than Mantine's own grey: surfaces, lines and text of the dark scheme.
const dark: MantineColorsTuple = [
  '#d9dee5',
  '#b4bdc9',
  '#97a2b1',
  '#5b6878',
  '#3a4655',
  '#2b3542',
  '#202933',
  '#171e27',
  '#11171e',
  '#0b0f14',
];

/** Colours that keep WCAG 2.2 AA contrast in both schemes; sizes a step denser than Mantine's. */
export const theme = createTheme({
  colors: { petrol, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  respectReducedMotion: true,
  cursorType: 'pointer',
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Roboto Mono", "DejaVu Sans Mono", monospace',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.375rem', lineHeight: '1.3' }, h2: { fontSize: '1.0625rem', lineHeight: '1.35' } },
  },
  components: {
    TextInput: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    PasswordInput: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    NumberInput: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    Select: {
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'], allowDeselect: false, checkIconPosition: 'right' },
    },
    MultiSelect: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'], checkIconPosition: 'right' } },
    TagsInput: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
  },
});
