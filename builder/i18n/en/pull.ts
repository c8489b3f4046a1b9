/** Conflicts of a pull, decided one by one. */
export const texts = {
  'git.conflicts': 'The draft and the repository both changed {{count}} things: decide each',
  'git.take.ours': 'The draft for the other {{count}}',
  'git.take.theirs': 'The repository for the other {{count}}',
  'git.desk.counter': '{{decided}} of {{all}} decided; nothing is taken in before all are, the draft is unchanged.',
  'git.desk.open': '{{count}} still to decide',
  'git.desk.go': 'Take it in as decided',
  'git.desk.keys': 'Keys: J next, K previous, 1 draft, 2 repository, 3 both, E a result of your own, U take back.',
  'git.desk.side.base': 'At the last sync',
  'git.desk.side.ours': 'Draft now',
  'git.desk.side.theirs': 'Repository now',
  'git.desk.take.ours': '1 Draft',
  'git.desk.take.theirs': '2 Repository',
  'git.desk.took.ours': 'Draft taken',
  'git.desk.took.theirs': 'Repository taken',
  'git.desk.state.ours': 'Draft kept',
  'git.desk.state.theirs': 'Repository taken',
};
