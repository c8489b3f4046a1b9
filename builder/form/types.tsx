/** The types a question may have, with the icon they are offered under. */
import {
  BankOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  DollarOutlined,
  EnvironmentOutlined,
  FieldNumberOutlined,
  FontSizeOutlined,
  IdcardOutlined,
  PaperClipOutlined,
  PhoneOutlined,
  PicRightOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { ValueType } from '../../schemas/generated/documents.ts';

export const commonTypes: readonly { type: ValueType; icon: ComponentType }[] = [
  { type: 'string', icon: FontSizeOutlined },
  { type: 'text', icon: PicRightOutlined },
  { type: 'code', icon: UnorderedListOutlined },
  { type: 'codes', icon: CheckSquareOutlined },
  { type: 'boolean', icon: CheckSquareOutlined },
  { type: 'date', icon: CalendarOutlined },
  { type: 'integer', icon: FieldNumberOutlined },
  { type: 'number', icon: FieldNumberOutlined },
  { type: 'money', icon: DollarOutlined },
  { type: 'idCard', icon: IdcardOutlined },
  { type: 'mobile', icon: PhoneOutlined },
  { type: 'address', icon: EnvironmentOutlined },
  { type: 'bankCard', icon: BankOutlined },
  { type: 'file', icon: PaperClipOutlined },
];

/** Types offered when a question is changed. */
export const allTypes: readonly ValueType[] = [
  'string',
  'text',
  'number',
  'integer',
  'money',
  'boolean',
  'date',
  'dateTime',
  'code',
  'codes',
  'region',
  'address',
  'idCard',
  'uscc',
  'mobile',
  'email',
  'bankCard',
  'file',
];

/** A new list of choices starts with two to overwrite. */
export const firstCodes = {
  '1': { name: { 'zh-CN': '选项一', en: 'First' }, rank: 'F' },
  '2': { name: { 'zh-CN': '选项二', en: 'Second' }, rank: 'V' },
} as const;
export const needsCodes = (type: ValueType) => type === 'code' || type === 'codes';
