import type { Text } from '../../../schemas/generated/documents.ts';
import { text } from './parts.ts';

/** Fields of service, in the order they are offered. A field that is not here is shown by its own word. */
export const serviceFields: Record<string, Text> = {
  family: text('家庭生活', 'Family life'),
  enterprise: text('企业经营', 'Business'),
  'cross-region': text('异地通办', 'Across regions'),
  crossregion: text('异地通办', 'Across regions'),
  supervision: text('督查督办', 'Supervision'),
  hotline: text('民呼我为', 'Hotline'),
  complaint: text('民呼我为', 'Complaints'),
  complaints: text('民呼我为', 'Complaints'),
  grassroots: text('基层治理', 'Grass roots'),
  governance: text('基层治理', 'Grass roots'),
  work: text('就业社保', 'Work and insurance'),
  housing: text('住房安居', 'Housing'),
  education: text('教育入学', 'Education'),
  health: text('医疗健康', 'Health'),
  projects: text('项目建设', 'Projects'),
};

export const fieldName = (field: string): Text => (Object.hasOwn(serviceFields, field) ? serviceFields[field]! : text(field, field));
