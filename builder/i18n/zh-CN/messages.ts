export const texts = {
  'messages.title': '数据消息',
  'messages.lead': '申请的结果、授权的变动和快到期的提醒，一事一条。',
  'messages.seen': '{{count}} 条标为已读',
  'messages.none': '没有消息',
  'messages.none.words': '申请有了结果，或授权快到期时，这里会有一条。',
  'messages.new': '新',
  'data.tab.messages': '消息',
};
