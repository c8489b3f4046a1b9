/** Legal clocks of a case: stopping, going on, more time. The answer is the page of the case as it is afterwards. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CasePage, ClockExtension, ClockResumption, ClockSuspension } from '../../schemas/generated/api.ts';
import { signedRequest } from './tasks.ts';

export type ClockDeed =
  | { type: 'suspend'; body: ClockSuspension }
  | { type: 'resume'; body: ClockResumption }
  | { type: 'extend'; body: ClockExtension };

export function useClockDeed(caseNo: string, clock: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ type, body }: ClockDeed) =>
      signedRequest<CasePage>(client, `/cases/${caseNo}/clocks/${clock}/${type}`, { method: 'POST', body }),
    onSuccess: (page) => {
      client.setQueryData(['case', caseNo], page);
    },
  });
}
