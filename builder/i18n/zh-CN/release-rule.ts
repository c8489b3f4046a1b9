/** The rule of a region: who must agree before a version counts. */
export const texts = {
  'admin.tab.releases': '发布会签',
  'releaseRule.title': '发布前要不要会签',
  'releaseRule.words': '要会签时，改革办和每个被改到的部门都同意了才能发布；部门只看到自己那一部分。改动记入操作记录。',
  'releaseRule.free': '不强制：发起会签的才要等',
  'releaseRule.signed': '每次发布都要会签',
  'releaseRule.on': '以后每次发布都要会签',
  'releaseRule.off': '以后发布不强制会签',
  'releaseRule.empty': '有 {{count}} 个部门还没有人能签；强制会签前请先指定。',
  'releaseRule.emptyNow': '有 {{count}} 个部门还没有人能签，改到它们的版本现在发布不了。',
  'releaseRule.grant': '去账号里指定部门管理员',
  'releaseRule.part': '谁的部分',
  'releaseRule.signers': '谁能签',
  'releaseRule.nobody': '还没有人',
};
