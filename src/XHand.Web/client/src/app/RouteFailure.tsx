import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState, Failure } from '@/shared/ui/Notice';

/** A screen that broke, or whose code could not be loaded. */
export function RouteFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Failure
      error={error}
      retry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main>
      <EmptyState
        heading
        icon={IconMapQuestion}
        title={t('notFound.title')}
        text={t('notFound.text')}
        action={
          <Button component={Link} to="/" variant="default">
            {t('notFound.home')}
          </Button>
        }
      />
    </main>
  );
}
