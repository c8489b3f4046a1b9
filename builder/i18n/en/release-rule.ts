/** The rule of a region: who must agree before a version counts. */
export const texts = {
  'admin.tab.releases': 'Release sign-off',
  'releaseRule.title': 'Must releases be signed off?',
  'releaseRule.words':
    'If so, a version counts only after the reform office and each department whose part changes have agreed; a department sees its own part only. The change is audited.',
  'releaseRule.free': 'Only where a designer asks for it',
  'releaseRule.signed': 'Every release',
  'releaseRule.on': 'Every release is to be signed off from now on',
  'releaseRule.off': 'Releases need no sign-off from now on unless it is asked for',
  'releaseRule.empty': 'In {{count}} departments nobody can sign yet: name somebody before requiring it.',
  'releaseRule.emptyNow': 'In {{count}} departments nobody can sign: versions that change them cannot be published now.',
  'releaseRule.grant': 'Name a department keeper under accounts',
  'releaseRule.part': 'Whose part',
  'releaseRule.signers': 'Who may sign',
  'releaseRule.nobody': 'Nobody yet',
};
