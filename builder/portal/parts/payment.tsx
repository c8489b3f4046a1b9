/** What is to be paid: how much, until when, and the way to the cashier. The page looks by itself whether it was paid. */
import { useEffect, useRef } from 'react';
import type { PaymentToMake, Tracking } from '../../../schemas/generated/api.ts';
import { request } from '../../api/client.ts';
import { usePortal } from '../context.tsx';
import { localMinute } from './question.tsx';

/** Milliseconds between two looks while the order is open. */
const lookMs = 5_000;

export function Payment({ caseNo, payment, reload }: { caseNo: string; payment: PaymentToMake; reload(): void }) {
  const { w, tx } = usePortal();
  const shown = useRef({ payment, reload });
  shown.current = { payment, reload };
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState !== 'visible') return;
      const now = await request<Tracking>(`/my/cases/${caseNo}`).catch(() => undefined);
      // Only what changed moves the page: it is read while it waits.
      if (now && JSON.stringify(now.payment) !== JSON.stringify(shown.current.payment)) shown.current.reload();
    };
    const timer = setInterval(() => void look(), lookMs);
    return () => clearInterval(timer);
  }, [caseNo]);
  return (
    <section className="must" aria-labelledby="pay">
      <h2 id="pay">{w.payTitle}</h2>
      <p>{tx(payment.title)}</p>
      <p>
        <strong className="number">
          {payment.amount} {w.yuan}
        </strong>
      </p>
      <p className="second">{w.payUntil.replace('{until}', localMinute(payment.closesAt))}</p>
      {payment.payUrl ? (
        <>
          <a className="primary" href={payment.payUrl} target="_blank" rel="noopener noreferrer">
            {w.payNow}
          </a>
          <p className="second">{w.payAfter}</p>
        </>
      ) : (
        <p role="status">{w.payOpening}</p>
      )}
    </section>
  );
}
