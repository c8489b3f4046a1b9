/** Conflicts of a pull, decided one by one. */
export const texts = {
  'git.conflicts': '草稿和仓库都改了 {{count}} 处，请逐处决定',
  'git.take.ours': '其余 {{count}} 处都以草稿为准',
  'git.take.theirs': '其余 {{count}} 处都以仓库为准',
  'git.desk.counter': '已决定 {{decided}} / {{all}} 处；决定完才合入，草稿现在没有变。',
  'git.desk.open': '还有 {{count}} 处没有决定',
  'git.desk.go': '按这些决定合入草稿',
  'git.desk.keys': '键盘：J 下一处，K 上一处，1 草稿，2 仓库，3 都要，E 改结果，U 收回决定。',
  'git.desk.side.base': '上次同步时',
  'git.desk.side.ours': '草稿现在',
  'git.desk.side.theirs': '仓库现在',
  'git.desk.take.ours': '1 草稿',
  'git.desk.take.theirs': '2 仓库',
  'git.desk.took.ours': '已选草稿',
  'git.desk.took.theirs': '已选仓库',
  'git.desk.state.ours': '保留草稿',
  'git.desk.state.theirs': '采纳仓库',
};
