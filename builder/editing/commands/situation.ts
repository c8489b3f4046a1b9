/** Which form's questions are asked first (情形); none asks nothing first. */
import { command } from '../command.ts';

export const situationCommands = {
  'situation.choose': command<{ form: string | undefined }>({
    run: (r, { form }) => {
      if (form === undefined) r.remove(['scenario', 'situation']);
      else r.set(['scenario', 'situation'], { form });
    },
    label: () => ({ key: 'applicant.situation.change' }),
  }),
};
