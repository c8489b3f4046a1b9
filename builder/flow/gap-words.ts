import type { Text } from '../../schemas/generated/documents.ts';

/** How the note of a pasted step begins that misses something here. */
export const gapStart: Text = { 'zh-CN': '待补：', en: 'To fill in: ' };
