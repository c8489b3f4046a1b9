import { useState } from 'react';
import type { DraftSummary, RegionEntry, ServiceSummary, WaitingConsent } from '../../../schemas/generated/api.ts';
import { usePortal } from '../context.tsx';
import { Heading, Link } from '../parts/layout.tsx';
import { localDay, localMinute } from '../parts/question.tsx';
import { LoadState } from '../parts/states.tsx';
import { go, useAddress } from '../router.ts';
import { useLoad } from '../use-load.ts';

/** /go: find a matter, go on with a draft, answer a consent. Search and region are in the address. */
export function HomePage() {
  const { w, tx, session } = usePortal();
  const { searchParams } = useAddress();
  const [words, setWords] = useState(searchParams.get('q') ?? '');
  const region = searchParams.get('region') ?? '';
  const query = new URLSearchParams({ ...(searchParams.get('q') ? { q: searchParams.get('q')! } : {}), ...(region ? { region } : {}) });
  const services = useLoad<ServiceSummary[]>(`/services?${query}`, { open: true });
  const regions = useLoad<RegionEntry[]>('/regions', { open: true });
  const search = (next: { q?: string; region?: string }) => {
    const address = new URLSearchParams({ ...(words ? { q: words } : {}), ...(region ? { region } : {}), ...next });
    for (const [name, value] of [...address]) if (!value) address.delete(name);
    go(address.size ? `/go?${address}` : '/go', { replace: true });
  };

  return (
    <>
      <Heading>{w.homeTitle}</Heading>
      <p className="lead">{w.homeLead}</p>
      {session && <Unfinished />}
      <form
        role="search"
        className="search"
        onSubmit={(event) => {
          event.preventDefault();
          search({ q: words });
        }}
      >
        <div className="question">
          <label className="label" htmlFor="search">
            {w.search}
          </label>
          <input
            id="search"
            type="search"
            value={words}
            onChange={(event) => setWords(event.target.value)}
            onBlur={() => words !== (searchParams.get('q') ?? '') && search({ q: words })}
          />
        </div>
        {regions.loaded.state === 'ready' && regions.loaded.data.length > 1 && (
          <div className="question">
            <label className="label" htmlFor="region">
              {w.region}
            </label>
            <select id="region" value={region} onChange={(event) => search({ region: event.target.value })}>
              <option value="">{w.allRegions}</option>
              {regions.loaded.data.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        )}
      </form>
      <LoadState load={services}>
        {(list) =>
          list.length === 0 ? (
            <p className="empty">
              <strong>{w.noServices}</strong>
              <br />
              {w.noServicesHint}
            </p>
          ) : (
            <ul className="rows">
              {list.map((service) => (
                <li key={`${service.region}/${service.scenario}`}>
                  <Link to={`/go/s/${service.region}/${service.scenario}`} className="row">
                    <strong>{tx(service.name)}</strong>
                    <span>{service.regionName}</span>
                    <span className="second">
                      {service.departments.map(tx).join('、')}
                      {service.promisedDays !== undefined && ` · ${service.promisedDays} ${w.days}`}
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

function Unfinished() {
  const { w, tx } = usePortal();
  const drafts = useLoad<DraftSummary[]>('/drafts');
  const consents = useLoad<WaitingConsent[]>('/my/consents');
  return (
    <>
      {consents.loaded.state === 'ready' && consents.loaded.data.length > 0 && (
        <section className="must" aria-labelledby="waiting">
          <h2 id="waiting">{w.waitingConsents}</h2>
          <ul className="rows">
            {consents.loaded.data.map((consent) => (
              <li key={consent.caseNo}>
                <Link to={`/go/consents/${consent.caseNo}`} className="row">
                  <strong>{tx(consent.name)}</strong>
                  <span className="second">
                    {w.consentFrom} {consent.from}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {drafts.loaded.state === 'ready' && drafts.loaded.data.length > 0 && (
        <section aria-labelledby="drafts">
          <h2 id="drafts">{w.drafts}</h2>
          <ul className="rows">
            {drafts.loaded.data.map((draft) => (
              <li key={draft.id}>
                <Link to={`/go/a/${draft.id}`} className="row">
                  <strong>{tx(draft.name)}</strong>
                  <span>{w.continueDraft}</span>
                  <span className="second">
                    {draft.regionName} · {w.savedAt} {localMinute(draft.savedAt)}，{w.keptUntil} {localDay(draft.expiresAt)}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
