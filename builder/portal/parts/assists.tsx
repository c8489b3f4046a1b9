/** What departments look up for the applicant, and what became of the values they contested. */
import type { AssistOfCase, Tracking } from '../../../schemas/generated/api.ts';
import { usePortal } from '../context.tsx';
import { localMinute } from './question.tsx';

export function Assists({ tracking: { assists = [] } }: { tracking: Tracking }) {
  const { w } = usePortal();
  if (assists.length === 0) return null;
  return (
    <section aria-labelledby="assists">
      <h2 id="assists">{w.assistsTitle}</h2>
      <ul className="departments">
        {assists.map((assist) => (
          <Assist key={assist.id} assist={assist} />
        ))}
      </ul>
      {assists.some(({ status }) => status === 'open') && <p className="hint">{w.assistNothing}</p>}
    </section>
  );
}

const itemStates = { open: 'doing', answered: 'done', noRecord: 'stopped', refused: 'stopped', withdrawn: 'stopped' } as const;

function Assist({ assist }: { assist: AssistOfCase }) {
  const { w, tx } = usePortal();
  const words = {
    open: assist.due ? w.assistOpenBy : w.assistOpen,
    answered: w.assistAnswered,
    noRecord: w.assistNoRecord,
    refused: w.assistRefused,
    withdrawn: w.assistRefused,
  }[assist.status];
  return (
    <li className={itemStates[assist.status]} data-assist={assist.status}>
      <strong>{assist.fields.map((field) => tx(field)).join('、')}</strong>
      <span className="second">{tx(assist.resourceName)}</span>
      <span className="state">
        {words.replace('{department}', tx(assist.department)).replace('{due}', assist.due ?? '')}
        {assist.doneAt && ` ${localMinute(assist.doneAt)}`}
      </span>
    </li>
  );
}

export function Disputes({ tracking: { disputes = [] } }: { tracking: Tracking }) {
  const { w, tx } = usePortal();
  if (disputes.length === 0) return null;
  return (
    <section aria-labelledby="disputes">
      <h2 id="disputes">{w.disputesTitle}</h2>
      <ul className="departments">
        {disputes.map(({ label, register, applicant, settled }) => (
          <li key={tx(label)} className={settled ? 'done' : 'doing'}>
            <strong>{tx(label)}</strong>
            <span className="state">
              {w.disputeRegister}：{register}；{w.disputeYours}：{applicant}
            </span>
            <span className="state">
              {settled
                ? (settled.use === 'applicant' ? w.disputeForYou : w.disputeForRegister).replace('{reason}', settled.reason)
                : w.disputeWaiting}
            </span>
            {settled?.owner && (
              <span className="state">
                {ownerWords(w, settled.owner.verdict).replace('{words}', settled.owner.words)} {localMinute(settled.owner.at)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ownerWords(w: ReturnType<typeof usePortal>['w'], verdict: 'confirmed' | 'corrected' | 'rejected'): string {
  return { confirmed: w.disputeConfirmed, corrected: w.disputeCorrected, rejected: w.disputeRejected }[verdict];
}
