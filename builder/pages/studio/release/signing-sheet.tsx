import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ReleasePage } from '../../../../schemas/generated/api.ts';
import { problemOf } from '../../../api/client.ts';
import { useReleaseStep } from '../../../api/releases.ts';
import { useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Chip, type Tone } from '../../../ui/chip.tsx';
import { Sheet } from '../../../ui/page.tsx';
import { Entry } from '../../../ui/text-entry.tsx';
import { shortDate } from '../dates.ts';

type Part = ReleasePage['signing']['parts'][number];
const tones: Record<Part['state'], Tone> = { waiting: 'idle', agreed: 'done', refused: 'red', void: 'amber' };

/** Who has to agree, who has, and whose agreement a later change has made void. */
export function SigningSheet({ page, rev }: { page: ReleasePage; rev: number }) {
  const { t, i18n } = useTranslation();
  const { id } = useScenarioSession();
  const step = useReleaseStep(id, rev);
  const [message, setMessage] = useState('');
  const { asked, required, rule, parts } = page.signing;
  const agreed = parts.filter(({ state }) => state === 'agreed').length;
  const lead = asked
    ? t('release.signing.asked', { who: asked.by, when: shortDate(asked.at, i18n.language) })
    : rule
      ? t('release.signing.rule')
      : t('release.signing.free');
  return (
    <Sheet title={t('release.signing')} note={lead}>
      {step.error && <Alert type="error" showIcon role="alert" title={problemOf(step.error).title} />}
      {required && (
        <>
          <p role="status">{t('release.signing.progress', { agreed, count: parts.length })}</p>
          <ul className="release-parts">
            {parts.map((part) => (
              <PartRow key={part.part} part={part} />
            ))}
          </ul>
        </>
      )}
      {asked ? (
        <p className="page-actions">
          {asked.message && <span className="hint">{asked.message}</span>}
          <Link to={`/studio/reviews`}>{t('release.signing.mine')}</Link>
          <Button loading={step.isPending} onClick={() => step.mutate({ do: 'review/close' })}>
            {t('release.signing.close')}
          </Button>
        </p>
      ) : (
        <div className="form-stack">
          <Entry label={t('release.signing.message')}>
            {(ids) => <Input {...ids} value={message} maxLength={500} onChange={(event) => setMessage(event.target.value)} />}
          </Entry>
          <p className="page-actions">
            <Button loading={step.isPending} onClick={() => step.mutate({ do: 'review', message: message.trim() })}>
              {t('release.signing.ask')}
            </Button>
            <span className="hint">{t('release.signing.who', { names: parts.length })}</span>
          </p>
        </div>
      )}
    </Sheet>
  );
}

function PartRow({ part }: { part: Part }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const { signed, state } = part;
  return (
    <li>
      <b>{text(part.name)}</b>
      <Chip tone={tones[state]}>{t(`release.part.${state}`)}</Chip>
      <span className="hint">
        {t('release.part.changes', { count: part.changes })}
        {signed && ` · ${t('release.part.by', { who: signed.by, when: shortDate(signed.at, i18n.language) })}`}
        {signed?.opinion && ` · ${signed.opinion}`}
        {state !== 'agreed' &&
          ` · ${part.signers.length > 0 ? t('release.part.signers', { names: part.signers.join(t('release.comma')) }) : t('release.part.nobody')}`}
      </span>
    </li>
  );
}
