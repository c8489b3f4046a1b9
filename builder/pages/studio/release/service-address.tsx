import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useDraftOf } from '../../../api/scenarios.ts';
import { useScenarioSession } from '../../../editing/react/session.tsx';

/** Where citizens find it: the address, and a code to print on a notice. */
export function ServiceAddress() {
  const { t } = useTranslation();
  const { id } = useScenarioSession();
  const { data } = useDraftOf(id);
  const path = data?.region ? `/go/s/${data.region}/${id}` : '/go';
  const address = `${window.location.origin}${path}`;
  const code = useQuery({ queryKey: ['qr', address], staleTime: Number.POSITIVE_INFINITY, queryFn: () => squaresOf(address) });
  return (
    <div className="service-address">
      {code.data && (
        <svg viewBox={`-2 -2 ${code.data.size + 4} ${code.data.size + 4}`} role="img" aria-label={t('release.code')}>
          <rect x="-2" y="-2" width={code.data.size + 4} height={code.data.size + 4} fill="#fff" />
          <path d={code.data.path} fill="#000" />
        </svg>
      )}
      <p>
        {t('studio.release.done.words')}
        <br />
        <a href={path} target="_blank" rel="noreferrer">
          {t('studio.release.open')}
        </a>
        <br />
        <span className="hint">{address}</span>
      </p>
    </div>
  );
}

/** The dark squares of the code as one path; the library is loaded when somebody has published. */
async function squaresOf(address: string): Promise<{ size: number; path: string }> {
  const { create } = await import('qrcode');
  const { modules } = create(address, { errorCorrectionLevel: 'M' });
  const squares: string[] = [];
  for (let y = 0; y < modules.size; y += 1)
    for (let x = 0; x < modules.size; x += 1) if (modules.get(y, x)) squares.push(`M${x} ${y}h1v1h-1z`);
  return { size: modules.size, path: squares.join('') };
}
