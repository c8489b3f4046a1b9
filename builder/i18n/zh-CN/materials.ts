/** Materials at the desk. */
export const texts: Record<string, string> = {
  'materials.view': '查看',
  'materials.download': '下载',
  'materials.newTab': '在新窗口打开',
  'materials.close': '关闭',
  'materials.failed': '打不开，请下载后查看',
  'materials.late': '容缺材料逾期',
  'materials.deleted': '内容已删除',
  'materials.wrong': '申请人标记有误：{{words}}',
};
