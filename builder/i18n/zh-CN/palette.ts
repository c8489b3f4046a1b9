export const texts = {
  'palette.title': '转到或执行',
  'palette.search': '步骤、表单、页面，输入汉字、拼音或首字母',
  'palette.none': '没有找到',
  'palette.page': '页面',
  'palette.view': '视图',
  'flow.keys.copy': '复制、剪切、粘贴步骤',
  'flow.keys.duplicate': '再来一份',
  'flow.keys.connect': '泳道视图：连到别的步骤',
  'flow.keys.zoom': '泳道视图：看全图、原大小',
  'flow.keys.palette': '转到或执行',
};
