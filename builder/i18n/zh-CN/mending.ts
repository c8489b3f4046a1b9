/** Cases that no longer fit the draft, mended at one press. */
export const texts = {
  'cases.mend': '可以一次改好的样例',
  'cases.mend.words': '草稿改了，样例没有跟上。每一条都是一步，可以撤销。',
  'cases.mend.fill': '给 {{count}} 个样例补上「{{name}}」',
  'cases.mend.move': '{{count}} 个样例里「{{name}}」已没有问题要问，改填到',
  'cases.mend.drop': '从 {{count}} 个样例里去掉{{name}}',
  'cases.mend.redecide': '「{{name}}」没有原来的决定了，{{count}} 个样例改选',
  'cases.mend.decide': '{{count}} 个样例停在「{{name}}」，补上办理',
  'cases.mend.accept': '{{count}} 个样例的「{{name}}」和应当的不一样，按这次的结果改',
  'cases.mend.how': '怎么补',
  'cases.mend.one': '都填同一个值',
  'cases.mend.own': '每个样例各填',
  'cases.mend.choice': '改成哪一个',
  'cases.mend.which': '看是哪些样例',
  'cases.mend.go': '一次改好',
  'cases.mend.done': '已改好：{{what}}',
  'cases.edit.mend': '{{name}}',
};
