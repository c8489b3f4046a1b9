/** Kinds of fields and steps that plugins bring. */
export const texts = {
  'plugins.field': 'Kind of field',
  'plugins.none': 'None',
  'plugins.gone': 'A kind that is not installed here',
  'plugins.step': 'How it is done',
  'plugins.step.usual': 'By one officer',
};
