import { IconArrowRight, IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { extensionKind } from '@/features/extensions/api';
import { redirectKind } from '@/features/redirects/api';
import { routeKind } from '@/features/routes/api';
import { trunkKind } from '@/features/trunks/api';
import { useMay } from '@/shared/api/session';
import { listQuery } from '@/shared/site/siteKind';
import classes from './FirstSteps.module.css';

/** What is still to do before the company can call and be called; gone when everything is there. */
export function FirstSteps({ phones }: { phones: number | undefined }) {
  const { t } = useTranslation();
  const may = useMay();
  const mayChange = may('extensions.change') && may('trunks.change') && may('routes.change') && may('redirects.change');
  const enabled = mayChange;
  const extensions = useQuery({ ...listQuery(extensionKind), enabled });
  const trunks = useQuery({ ...listQuery(trunkKind), enabled });
  const routes = useQuery({ ...listQuery(routeKind), enabled });
  const redirects = useQuery({ ...listQuery(redirectKind), enabled });
  if (!mayChange || !extensions.data || !trunks.data || !routes.data || !redirects.data || phones === undefined) {
    return null;
  }

  const steps = [
    { text: t('steps.extensions'), isDone: extensions.data.length > 0, to: '/extensions/new' },
    { text: t('steps.phone'), isDone: phones > 0, to: '/extensions' },
    { text: t('steps.trunk'), isDone: trunks.data.length > 0, to: '/trunks/new' },
    { text: t('steps.route'), isDone: routes.data.length > 0, to: '/routes/new' },
    { text: t('steps.redirect'), isDone: redirects.data.length > 0, to: '/redirects/new' },
  ];
  if (steps.every((step) => step.isDone)) {
    return null;
  }

  const next = steps.find((step) => !step.isDone);
  return (
    <section className={classes.card} aria-labelledby="first-steps">
      <h2 id="first-steps">{t('steps.title')}</h2>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step.to + step.text} data-done={step.isDone || undefined}>
            {step.isDone ? <IconCircleCheckFilled size={20} aria-hidden /> : <IconCircleDashed size={20} aria-hidden />}
            {step.isDone ? (
              <span>
                {step.text} <span className="x-sr-only">{t('steps.done')}</span>
              </span>
            ) : (
              <Link to={step.to as never}>
                {step.text}
                {step === next && <IconArrowRight size={16} aria-hidden />}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
