/** Kinds of fields and steps that plugins bring. */
export const texts = {
  'plugins.field': '专用类型',
  'plugins.none': '不用',
  'plugins.gone': '这里没有安装的类型',
  'plugins.step': '办理方式',
  'plugins.step.usual': '一人办理',
};
