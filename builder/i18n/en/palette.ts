export const texts = {
  'palette.title': 'Go to or do',
  'palette.search': 'A step, a form, a page',
  'palette.none': 'Nothing found',
  'palette.page': 'Page',
  'palette.view': 'View',
  'flow.keys.copy': 'Copy, cut, paste steps',
  'flow.keys.duplicate': 'Duplicate',
  'flow.keys.connect': 'Lane view: connect to another step',
  'flow.keys.zoom': 'Lane view: fit, actual size',
  'flow.keys.palette': 'Go to or do',
};
