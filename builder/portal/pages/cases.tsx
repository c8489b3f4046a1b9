import type { MyCase } from '../../../schemas/generated/api.ts';
import { usePortal } from '../context.tsx';
import { materialWords } from '../material-words.ts';
import { Heading, Link } from '../parts/layout.tsx';
import { LoadState } from '../parts/states.tsx';
import { useLoad } from '../use-load.ts';

/** /go/c: my cases, those that need me first. */
export function CasesPage() {
  const { w, tx, language } = usePortal();
  const m = materialWords(language);
  const load = useLoad<MyCase[]>('/my/cases');
  return (
    <>
      <Heading>{w.casesTitle}</Heading>
      <p className="side">
        <Link to="/go/wallet">{m.wallet}</Link>
        <Link to="/go/my-data">{m.data}</Link>
      </p>
      <LoadState load={load}>
        {(cases) =>
          cases.length === 0 ? (
            <p className="empty">
              {w.noCases}
              <br />
              <Link to="/go">{w.findService}</Link>
            </p>
          ) : (
            <ul className="rows">
              {[...cases]
                .sort((a, b) => Number(b.mustDo) - Number(a.mustDo))
                .map((one) => (
                  <li key={one.caseNo}>
                    <Link to={`/go/c/${one.caseNo}`} className="row">
                      <strong>{tx(one.name)}</strong>
                      {one.mustDo && <span className="tag act">{w.mustDo}</span>}
                      <span className="second">
                        {tx(one.line)}
                        <br />
                        {one.caseNo}
                      </span>
                    </Link>
                  </li>
                ))}
            </ul>
          )
        }
      </LoadState>
    </>
  );
}
