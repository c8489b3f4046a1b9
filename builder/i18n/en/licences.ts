export const texts = {
  'licences.title': 'Electronic licences',
  'licences.valid': 'Valid',
  'licences.expired': 'Run out',
  'licences.revoked': 'Taken back',
  'licences.line': 'Held by {{holder}}, issued by {{department}} on {{at}}',
  'licences.until': 'valid until {{date}}',
  'licences.noEnd': 'no end',
  'licences.revokedAt': 'Taken back {{at}}: {{why}}',
  'licences.revoke': 'Take back',
  'licences.revoke.words':
    'It can be used for nothing any more, the public check calls it invalid, and its holder reads the reason in the wallet. This cannot be undone.',
  'licences.revoke.reason': 'Reason (its holder reads it)',
  'licences.revoke.needed': 'Write the reason',
  'licences.revoke.go': 'Take the licence back',
};
