import { IconBan, IconPhone, IconServer2, IconSpeakerphone } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Explanation } from '@/shared/api/types';
import { useSentence } from '@/shared/sentences/useSentence';
import { useNames } from '@/shared/site/useNames';
import { useWord } from '@/shared/text/useWord';
import { Facts } from '@/shared/ui/Facts';
import { State } from '@/shared/ui/State';
import classes from './Outcome.module.css';

/** Where the call ends up: the last word of the explanation. */
export function Outcome({ answer }: { answer: Explanation }) {
  const { t } = useTranslation();
  const word = useWord();
  const names = useNames();
  const { destination } = answer;
  const sentence = useSentence();
  const why = destination.refusal && sentence(destination.refusal.why);
  return (
    <div className={classes.outcome}>
      {destination.extension && (
        <p className={classes.target}>
          <State tone="ok" icon={IconPhone} label={t('explain.rings')} />
          <Link to={'/extensions/$key' as never} params={{ key: destination.extension } as never}>
            {destination.extension}
          </Link>
          <span className="x-muted">{names.get(destination.extension)}</span>
        </p>
      )}
      {destination.announcement && (
        <p className={classes.target}>
          <State tone="ok" icon={IconSpeakerphone} label={t('explain.plays')} /> {destination.announcement}
        </p>
      )}
      {destination.refusal && (
        <div className={classes.refusal}>
          <State tone="bad" icon={IconBan} label={t('explain.refused')} />
          <p lang={why?.lang}>{why?.text}</p>
          <p className="x-muted">
            SIP {destination.refusal.sipStatus} · Q.850 {destination.refusal.q850Cause}
          </p>
        </div>
      )}
      {destination.trunks && (
        <>
          <p className={classes.lead}>{t('explain.trunksInOrder')}</p>
          <ol className={classes.choices}>
            {destination.trunks.map((choice, index) => (
              <li key={`${choice.route} ${choice.trunk} ${choice.number}`}>
                <span className={classes.rank}>{index + 1}</span>
                <IconServer2 size={18} stroke={1.7} aria-hidden />
                <span className={classes.choice}>
                  <strong>{choice.trunk}</strong>
                  <span className="x-muted">{t('explain.byRoute', { route: choice.route })}</span>
                  <span>
                    {t('explain.sends')} <code>{choice.number}</code>
                    {choice.callerId && (
                      <>
                        {' · '}
                        {t('explain.shows')} <code>{choice.callerId}</code>
                      </>
                    )}
                  </span>
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      <Facts
        facts={[
          [t('explain.number'), answer.number],
          [t('explain.class'), word('callClass', answer.class)],
          [t('records.tag'), answer.tag],
          [t('explain.callerShown'), answer.callerShown],
        ]}
      />
    </div>
  );
}
