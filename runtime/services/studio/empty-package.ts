import type { ScenarioPackage } from '../../compile/plan.ts';

/** What a blank scenario begins with: an applicant, a form to fill, and an end. */
export function emptyPackage(id: string, name: ScenarioPackage['scenario']['name']): ScenarioPackage {
  const text = (zh: string, en: string) => ({ 'zh-CN': zh, en });
  return {
    scenario: {
      format: 'lianban.scenario/1',
      id,
      name,
      subjects: { applicant: { name: text('申请人', 'Applicant'), rank: 'a0', kind: 'person', role: 'applicant' } },
      departments: {},
      items: {},
      forms: { f_apply: { form: 'apply' } },
      nodes: {
        n_start: { kind: 'start', name: text('开始', 'Start'), trigger: { type: 'form' } },
        n_fill: { kind: 'fill', name: text('填写申请', 'Fill in the application'), party: 'applicant', forms: ['f_apply'] },
        n_end: { kind: 'end', name: text('办结', 'Finished'), result: 'completed' },
      },
      edges: {
        e_start: { from: 'n_start', to: 'n_fill', rank: 'a0' },
        e_fill: { from: 'n_fill', to: 'n_end', rank: 'a0' },
      },
    },
    forms: {
      apply: {
        format: 'lianban.form/1',
        id: 'apply',
        name: text('申请表', 'Application'),
        department: 'reform',
        version: 1,
        sections: { s_main: { title: text('申请人', 'Applicant'), rank: 'a0' } },
        fields: {
          fd_name: { section: 's_main', rank: 'a0', subject: 'applicant', element: 'name', required: true },
        },
      },
    },
    elements: {
      name: { code: 'DE00001', name: text('姓名', 'Name'), type: 'string', maxLength: 50, sensitivity: 3 },
    },
    resources: {},
    contracts: {},
    cases: {},
  };
}
