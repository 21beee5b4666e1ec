import { ActionIcon, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  value: string;
  onChange: (value: string) => void;
  label: string;
  placeholder?: string;
  width?: number;
}

/** The one search box of a screen; "/" moves the focus there. */
export function SearchBox({ value, onChange, label, placeholder, width = 320 }: Props) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const into = event.target as HTMLElement;
      if (event.key === '/' && !event.ctrlKey && !event.metaKey && !into.closest('input,textarea,select,[contenteditable],[role=dialog]')) {
        event.preventDefault();
        input.current?.focus();
        input.current?.select();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <TextInput
      ref={input}
      type="search"
      role="searchbox"
      aria-label={label}
      placeholder={placeholder ?? label}
      value={value}
      maxLength={120}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && onChange('')}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        value && (
          <ActionIcon variant="subtle" color="gray" size="sm" onClick={() => onChange('')} aria-label={t('action.clear')}>
            <IconX size={14} aria-hidden />
          </ActionIcon>
        )
      }
      w={{ base: '100%', sm: width }}
    />
  );
}
