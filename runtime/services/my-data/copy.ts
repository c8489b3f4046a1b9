/** A person's data on paper: to read, to print, to carry away. It proves nothing and bears no seal. */
import type { MyData } from '../../../schemas/generated/api.ts';
import type { LetterInput } from '../../documents/letter.ts';

export function copyOf(name: string, data: MyData, at: string): LetterInput {
  const lines: string[] = [];
  const heading = (words: string) => lines.push('', `【${words}】`);
  heading('谁读取过我的数据');
  for (const read of data.reads)
    lines.push(
      `${local(read.at)}　${read.by['zh-CN']}　读取 ${read.resource['zh-CN']}：${read.fields.map((field) => field['zh-CN']).join('、')}　${read.result['zh-CN']}`,
    );
  if (data.reads.length === 0) lines.push('没有记录');
  for (const one of data.cases) {
    heading(`${one.name['zh-CN']}　${one.caseNo ?? '未提交'}`);
    for (const field of one.fields) lines.push(`${field.label['zh-CN']}：${field.shown}（${field.source['zh-CN']}）`);
    for (const consent of one.consents)
      lines.push(`同意读取 ${consent.name['zh-CN']}：${consent.granted ? '是' : '否'}　${local(consent.at)}`);
    for (const reader of one.readers) lines.push(`${local(reader.at)}　${reader.by['zh-CN']}　${reader.what['zh-CN']}`);
    for (const line of one.erasures) lines.push(`已删除：${line.name['zh-CN']}　${local(line.at)}　${line.why['zh-CN']}`);
  }
  heading('我交过的材料');
  for (const file of data.uploads) lines.push(`${file.name}　${local(file.at)}　${file.about['zh-CN']}`);
  if (data.uploads.length === 0) lines.push('没有材料');
  return { title: '我的数据', subtitle: `${name}　${local(at)}`, lines };
}

const local = (instant: string) => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
