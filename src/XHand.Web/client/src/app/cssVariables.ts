import type { CSSVariablesResolver } from '@mantine/core';

/** Mantine's own grey and red are too pale for WCAG AA; they follow theme.css instead. */
export const cssVariables: CSSVariablesResolver = () => {
  const colors = {
    '--mantine-color-dimmed': 'var(--x-muted)',
    '--mantine-color-error': 'var(--x-bad)',
    '--mantine-color-placeholder': 'var(--x-placeholder)',
    '--mantine-color-text': 'var(--x-text)',
  };
  return {
    variables: {},
    light: colors,
    dark: { ...colors, '--mantine-color-body': 'var(--x-surface)', '--mantine-color-default-border': 'var(--x-line)' },
  };
};
