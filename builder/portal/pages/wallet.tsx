/** /go/wallet: licences issued to me, or to whom I applied for. */
import type { Licence, LicenceList } from '../../../schemas/generated/api.ts';
import { usePortal } from '../context.tsx';
import { materialWords } from '../material-words.ts';
import { Heading, Link } from '../parts/layout.tsx';
import { localDay } from '../parts/question.tsx';
import { LoadState } from '../parts/states.tsx';
import { useLoad } from '../use-load.ts';

export function WalletPage() {
  const { w, language } = usePortal();
  const m = materialWords(language);
  const load = useLoad<LicenceList>('/my/licences');
  return (
    <>
      <Link to="/go/c" className="back">
        {w.mine}
      </Link>
      <Heading>{m.wallet}</Heading>
      <p className="lead">{m.walletLead}</p>
      <LoadState load={load}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="empty">
              <strong>{m.walletEmpty}</strong>
              <br />
              {m.walletEmptyHint}
              <br />
              <Link to="/go">{w.findService}</Link>
            </p>
          ) : (
            <ul className="licences">
              {rows.map((licence) => (
                <LicenceCard key={licence.id} licence={licence} />
              ))}
            </ul>
          )
        }
      </LoadState>
    </>
  );
}

function LicenceCard({ licence }: { licence: Licence }) {
  const { tx, language } = usePortal();
  const m = materialWords(language);
  return (
    <li className={`licence ${licence.status}`}>
      <h2>
        {tx(licence.name)}
        <span className={licence.status === 'valid' ? 'tag' : 'tag act'}>{m[licence.status]}</span>
      </h2>
      <dl className="facts">
        <div>
          <dt>{m.holder}</dt>
          <dd>{licence.holder}</dd>
        </div>
        <div>
          <dt>{m.number}</dt>
          <dd>{licence.number}</dd>
        </div>
        <div>
          <dt>{m.issuer}</dt>
          <dd>
            {licence.regionName}
            {tx(licence.department)}，{localDay(licence.issuedAt)}
          </dd>
        </div>
        <div>
          <dt>{m.validTo}</dt>
          <dd>{licence.validTo ?? m.noEnd}</dd>
        </div>
        {licence.fields.map((field) => (
          <div key={tx(field.label)}>
            <dt>{tx(field.label)}</dt>
            <dd>{field.shown || '—'}</dd>
          </div>
        ))}
      </dl>
      {licence.revokedWhy && (
        <p className="warn">
          {m.revoked}：{licence.revokedWhy}
        </p>
      )}
      {licence.caseNo && licence.document && (
        <p>
          <a href={`/api/my/cases/${licence.caseNo}/documents/${licence.document}`} download={`${licence.number}.pdf`}>
            {m.open}
            <span className="hidden">：{tx(licence.name)}</span>
          </a>
        </p>
      )}
    </li>
  );
}
