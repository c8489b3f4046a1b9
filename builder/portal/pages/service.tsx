import { useRef, useState } from 'react';
import type { Draft, Service } from '../../../schemas/generated/api.ts';
import { type Problem, problemOf, request } from '../../api/client.ts';
import { usePortal } from '../context.tsx';
import { Heading, Link } from '../parts/layout.tsx';
import { LoadState } from '../parts/states.tsx';
import { go } from '../router.ts';
import { useLoad } from '../use-load.ts';

/** /go/s/:region/:scene: who can, what is needed, how long, what is done; start is one tap. */
export function ServicePage({ region, scene }: { region: string; scene: string }) {
  const load = useLoad<Service>(`/services/${region}/${scene}`, { open: true });
  return <LoadState load={load}>{(service) => <ServiceView service={service} />}</LoadState>;
}

function ServiceView({ service }: { service: Service }) {
  const { w, tx, whoIsHere } = usePortal();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  // One id for this visit: a second tap, or a lost answer, makes no second draft.
  const commandId = useRef(crypto.randomUUID());

  const start = async () => {
    // A few questions first: they decide what is asked at all.
    if (service.situation) return go(`/go/s/${service.region}/${service.scenario}/fit`);
    setBusy(true);
    try {
      if (!(await whoIsHere())) return go(`/go/sign-in?then=${encodeURIComponent(`/go/s/${service.region}/${service.scenario}`)}`);
      const draft = await request<Draft>('/drafts', {
        method: 'POST',
        body: { region: service.region, scenario: service.scenario, commandId: commandId.current },
      });
      go(`/go/a/${draft.id}`);
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  };

  return (
    <>
      <Link to="/go" className="back">
        {w.back}
      </Link>
      <Heading>{tx(service.name)}</Heading>
      <p className="lead">
        {service.regionName}
        {service.summary && ` · ${tx(service.summary)}`}
      </p>
      <dl className="facts">
        {service.who && <Fact name={w.who}>{tx(service.who)}</Fact>}
        {service.promisedDays !== undefined && (
          <Fact name={w.decided}>
            {service.promisedDays} {w.days}
          </Fact>
        )}
        {service.minutes !== undefined && (
          <Fact name={w.minutes}>
            {service.minutes} {w.minutesUnit}
          </Fact>
        )}
        <Fact name={w.fee}>{service.fee ? tx(service.fee) : w.free}</Fact>
        <Fact name={w.asks}>
          {service.counts.asked} {w.asksUnit}（{w.insteadOf} {service.counts.formFields} {w.asksUnit}）
        </Fact>
        {service.help && (
          <Fact name={w.help}>
            <a href={`tel:${service.help.replace(/[^\d+]/g, '')}`}>{service.help}</a>
          </Fact>
        )}
      </dl>
      {problem && (
        <p className="error" role="alert">
          {problem.detail ?? problem.title ?? w.problem}
        </p>
      )}
      {service.withdrawn ? (
        <p className="notice" role="status">
          {service.withdrawn.message}
        </p>
      ) : (
        <button type="button" className="primary" disabled={busy} onClick={() => void start()}>
          {w.start}
        </button>
      )}
      <section>
        <h2>{w.handles}</h2>
        <ul className="plain">
          {service.items.map((item) => (
            <li key={item.id}>
              {tx(item.name)} <span className="second">{tx(item.department)}</span>
            </li>
          ))}
        </ul>
      </section>
      {service.needs.length > 0 && (
        <section>
          <h2>{w.needs}</h2>
          <ul className="needs">
            {service.needs.map((need) => (
              <li key={need.name['zh-CN']} className={need.have ? 'have' : 'bring'}>
                {tx(need.name)} <span className="second">{need.have ? w.have : w.bring}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
