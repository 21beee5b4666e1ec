import { Button } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconTrash } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '@/shared/ui/notify';
import { useProblemText } from '../api/problemText';
import { useReason } from '../api/useReason';
import { Problem } from '../ui/Problem';
import { Question } from '../ui/Question';
import { refusalOf } from './fieldErrors';
import classes from './RecordForm.module.css';

interface Props<Values extends Record<string, unknown>> {
  form: UseFormReturnType<Values>;
  /** Sends it; throws what the server refused. */
  save: (values: Values) => Promise<void>;
  /** After saving or deleting: away from the form. */
  done: () => void;
  cancel: () => void;
  /** Deletes the record; left out for a new one, or without the permission. */
  remove?: () => Promise<void>;
  /** What is deleted, for the question: "ramal 1700". */
  what: string;
  mayChange: boolean;
  /** It is part of a page instead of a panel of its own: nothing is closed, and nothing takes the focus. */
  isInPage?: boolean;
  children: ReactNode;
}

/**
 * The frame of every record's form: saves with the button or Ctrl+S, puts the server's reasons at their fields, asks before it deletes and
 * before unsaved changes are lost.
 */
export function RecordForm<Values extends Record<string, unknown>>(props: Props<Values>) {
  const { form, save, done, cancel, remove, what, mayChange, isInPage = false, children } = props;
  const { t } = useTranslation();
  const problemText = useProblemText();
  const say = useReason();
  const [rest, setRest] = useState<string[]>([]);
  const [isBusy, setBusy] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const leaves = useRef(false);
  const element = useRef<HTMLFormElement>(null);
  const blocker = useBlocker({
    shouldBlockFn: () => !leaves.current && form.isDirty(),
    enableBeforeUnload: () => !leaves.current && form.isDirty(),
    withResolver: true,
  });

  // The panel's own focus goes to its close button when the record comes later than the panel; who opens a form wants its first field.
  useEffect(() => {
    if (isInPage) {
      return undefined;
    }

    const timer = setTimeout(() => {
      const wanted =
        element.current?.querySelector<HTMLElement>('[data-autofocus]') ??
        element.current?.querySelector<HTMLElement>('input:enabled:not([type=hidden])');
      wanted?.focus();
    }, 160);
    return () => clearTimeout(timer);
  }, [isInPage]);

  const focusFirstError = () =>
    requestAnimationFrame(() =>
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-error="true"] input, [role="alert"]')?.focus(),
    );

  const attempt = async (action: () => Promise<void>, text: string) => {
    setBusy(true);
    setRest([]);
    try {
      await action();
      leaves.current = !isInPage;
      notify(text);
      done();
    } catch (failure) {
      const refusal = refusalOf(failure, Object.keys(form.getValues()), problemText, ({ code, params, reason }) =>
        say({ code, params, text: reason }),
      );
      form.setErrors(refusal.fields as Parameters<typeof form.setErrors>[0]);
      setRest(refusal.rest);
      setAsking(false);
      focusFirstError();
    } finally {
      setBusy(false);
    }
  };

  const submit = form.onSubmit((values) => void attempt(() => save(values), t('form.saved', { what })), focusFirstError);

  return (
    <form
      ref={element}
      className={classes.form}
      data-in-page={isInPage || undefined}
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && event.key === 's') {
          event.preventDefault();
          element.current?.requestSubmit();
        }
      }}
    >
      <div className={classes.fields}>
        {rest.length > 0 && (
          <Problem title={t('form.refused')}>
            {rest.map((line) => (
              <div key={line}>{line}</div>
            ))}
          </Problem>
        )}
        <fieldset disabled={!mayChange} className={classes.fieldset}>
          {children}
        </fieldset>
      </div>
      <div className={classes.foot}>
        {remove && mayChange && (
          <Button variant="subtle" color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsking(true)}>
            {t('action.delete')}
          </Button>
        )}
        <span className={classes.spring} />
        {(!isInPage || (mayChange && form.isDirty())) && (
          <Button variant="default" onClick={cancel}>
            {mayChange ? t('action.cancel') : t('action.close')}
          </Button>
        )}
        {mayChange && (
          <Button type="submit" loading={isBusy && !isAsking}>
            {t('action.save')}
          </Button>
        )}
      </div>
      <Question
        opened={isAsking}
        title={t('form.deleteTitle', { what })}
        yes={t('action.delete')}
        isBusy={isBusy}
        onNo={() => setAsking(false)}
        onYes={() => remove && void attempt(remove, t('form.deleted', { what }))}
      >
        {t('form.deleteText')}
      </Question>
      <Question
        opened={blocker.status === 'blocked'}
        title={t('form.unsavedTitle')}
        yes={t('form.discard')}
        no={t('form.stay')}
        onNo={() => blocker.reset?.()}
        onYes={() => blocker.proceed?.()}
      >
        {t('form.unsavedText')}
      </Question>
    </form>
  );
}
