import { useTranslation } from 'react-i18next';
import { ApiProblem } from './problem';
import { useReason } from './useReason';

// Said in the client's own words, which say what to do as well.
const ownWords = new Set(['signIn', 'notFound', 'failed', 'databaseAway', 'notAllowed']);

/** A failure as one sentence in the reader's language. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation();
  const say = useReason();
  return (error) => {
    if (!(error instanceof ApiProblem)) {
      return t('problem.unexpected');
    }

    const own =
      error.status === 0
        ? t('problem.noAnswer')
        : error.status === 401
          ? t('problem.signedOut')
          : error.status === 403
            ? t('problem.forbidden')
            : error.status === 404
              ? t('problem.missing')
              : error.status === 429
                ? t('problem.tooMany', { count: error.retryAfter ?? 60 })
                : error.status === 503
                  ? t('problem.away')
                  : error.status >= 500
                    ? t('problem.server')
                    : t('problem.unexpected');
    return error.code === '' || error.status === 429 || ownWords.has(error.code)
      ? own
      : say({ code: error.code, params: error.params, text: error.detail });
  };
}
