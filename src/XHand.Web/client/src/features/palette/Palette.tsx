import { ActionIcon, Modal, TextInput, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Palette.module.css';
import { useFindings } from './useFindings';

/** Goes anywhere by a few words: Ctrl+K, or its button. */
export function Palette() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  useHotkeys([['mod+K', () => setOpen(true)]], []);
  return (
    <>
      <Tooltip label={t('palette.open')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('palette.open')}
          aria-keyshortcuts="Control+K"
          onClick={() => setOpen(true)}
        >
          <IconSearch size={20} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Modal.Root opened={isOpen} onClose={() => setOpen(false)} size={560} yOffset="12vh">
        <Modal.Overlay />
        <Modal.Content aria-label={t('palette.title')}>
          <Search close={() => setOpen(false)} />
        </Modal.Content>
      </Modal.Root>
    </>
  );
}

function Search({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const findings = useFindings(query);
  const chosen = Math.min(at, findings.length - 1);
  const go = (index: number) => {
    const finding = findings[index];
    if (finding) {
      close();
      router.history.push(finding.to);
    }
  };

  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && findings.length > 0) {
      event.preventDefault();
      setAt((chosen + step + findings.length) % findings.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(chosen);
    }
  };

  return (
    <div className={classes.palette}>
      <TextInput
        size="md"
        role="combobox"
        aria-label={t('palette.title')}
        aria-expanded={findings.length > 0}
        aria-controls="palette-list"
        aria-activedescendant={chosen >= 0 ? `palette-${chosen}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        placeholder={t('palette.hint')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <div id="palette-list" role="listbox" aria-label={t('palette.title')} className={classes.list}>
        {findings.map((finding, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, as in every combobox (ARIA 1.2).
          <div
            key={finding.to}
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={classes.finding}
            onMouseMove={() => setAt(index)}
            onClick={() => go(index)}
          >
            <span>{finding.text}</span>
            <span className="x-muted">{finding.what}</span>
          </div>
        ))}
      </div>
      <p role="status" className={findings.length === 0 ? classes.none : 'x-sr-only'}>
        {findings.length === 0 ? t('list.noneFound', { query }) : t('palette.count', { count: findings.length })}
      </p>
    </div>
  );
}
