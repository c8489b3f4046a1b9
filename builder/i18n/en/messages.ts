export const texts = {
  'messages.title': 'Messages about data',
  'messages.lead': 'What became of applications and grants, and what ends soon: one message each.',
  'messages.seen': 'Mark {{count}} as read',
  'messages.none': 'No messages',
  'messages.none.words': 'When an application is decided or a grant ends soon, it stands here.',
  'messages.new': 'New',
  'data.tab.messages': 'Messages',
};
