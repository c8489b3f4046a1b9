import { error, pathOf } from '../finding.ts';
import { entry } from '../maps.ts';
import type { Rule } from './rule.ts';

/** The situation questions (情形) are asked before the form they belong to: some fill step has to take their answers. */
export const situationNotAsked: Rule = ({ pkg }) => {
  const { situation, forms, nodes } = pkg.scenario;
  if (!situation || !entry(forms, situation.form)) return [];
  if (Object.values(nodes).some((node) => node.kind === 'fill' && node.forms.includes(situation.form))) return [];
  return [
    error(
      'situation-not-asked',
      { path: pathOf('scenario', 'situation', 'form'), element: { kind: 'situation', id: 'situation' } },
      '情形问题用的表单不在任何填写环节里：请把它加进申请人填写的环节。',
      'The form of the situation questions is part of no fill step: add it to the step in which the applicant fills in.',
    ),
  ];
};
