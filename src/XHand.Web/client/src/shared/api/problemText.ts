import { useTranslation } from 'react-i18next';
import { useSentence } from '../sentences/useSentence';
import { ApiProblem } from './problem';

/** A failure as one sentence in the reader's language. What the server says in its own words stands when there is nothing better. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation();
  const sentence = useSentence();
  return (error) => {
    if (!(error instanceof ApiProblem)) {
      return t('problem.unexpected');
    }

    switch (error.status) {
      case 0:
        return t('problem.noAnswer');
      case 401:
        return t('problem.signedOut');
      case 403:
        return error.detail ? `${t('problem.forbidden')} ${sentence(error.detail).text}` : t('problem.forbidden');
      case 404:
        return t('problem.missing');
      case 429:
        return t('problem.tooMany', { count: error.retryAfter ?? 60 });
      case 503:
        return t('problem.away');
      default:
        return error.status >= 500 ? t('problem.server') : error.detail ? sentence(error.detail).text : t('problem.unexpected');
    }
  };
}
