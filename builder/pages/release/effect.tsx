/** Who a release reaches, and what it meets there. */
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/client.ts';
import { useReleaseForecast } from '../../api/market.ts';
import { useText } from '../../i18n/use-text.ts';
import { Sheet } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';

const shown = 12;

export function Effect({ id }: { id: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { data, error, refetch } = useReleaseForecast(id);
  return (
    <Sheet title={t('market.effect')} note={t('market.effect.words')}>
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={3} label={t('market.effect.reckoning')} />}
      {data && data.clones === 0 && <p className="hint">{t('market.effect.none')}</p>}
      {data && data.clones > 0 && (
        <>
          <p>{t('market.effect.sum', { clones: data.clones, conflicts: data.conflicts, clean: data.clones - data.conflicts })}</p>
          {data.behind > 0 && <p className="hint">{t('market.effect.behind', { count: data.behind })}</p>}
          {data.conflicts > 0 && (
            <ul className="gallery-rows">
              {data.regions
                .filter(({ conflicts }) => conflicts > 0)
                .slice(0, shown)
                .map((row) => (
                  <li key={row.region + row.version}>
                    <b>{row.regionName}</b> {t('market.effect.row', { conflicts: row.conflicts, clean: row.clean })}
                    <ul>
                      {row.sentences.map((sentence) => (
                        <li key={text(sentence)} className="hint">
                          {text(sentence)}
                        </li>
                      ))}
                    </ul>
                  </li>
                ))}
            </ul>
          )}
          {data.conflicts > shown && <p className="hint">{t('market.effect.more', { count: data.conflicts - shown })}</p>}
        </>
      )}
    </Sheet>
  );
}
