/** Cases that no longer fit the draft, mended at one press. */
export const texts = {
  'cases.mend': 'Cases that can be mended at once',
  'cases.mend.words': 'The draft was changed and the cases were left behind. Each line is one step and can be undone.',
  'cases.mend.fill': 'Give {{count}} cases a value for “{{name}}”',
  'cases.mend.move': 'In {{count}} cases nothing asks for “{{name}}” any more: move the answer to',
  'cases.mend.drop': 'Take {{name}} out of {{count}} cases',
  'cases.mend.redecide': '“{{name}}” no longer has the decision of {{count}} cases: choose',
  'cases.mend.decide': '{{count}} cases stop at “{{name}}”: decide it with',
  'cases.mend.accept': 'In {{count}} cases “{{name}}” is not as expected: expect what it is now',
  'cases.mend.how': 'How to fill it in',
  'cases.mend.one': 'The same value for all',
  'cases.mend.own': 'Each case its own',
  'cases.mend.choice': 'Choose what instead',
  'cases.mend.which': 'See which cases',
  'cases.mend.go': 'Mend them',
  'cases.mend.done': 'Mended: {{what}}',
  'cases.edit.mend': '{{name}}',
};
