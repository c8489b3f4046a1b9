/** The types a question may have, with the icon they are offered under. */
import {
  ApartmentOutlined,
  BankOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  ClusterOutlined,
  ColumnWidthOutlined,
  DollarOutlined,
  EditOutlined,
  EnvironmentOutlined,
  FieldNumberOutlined,
  FontSizeOutlined,
  IdcardOutlined,
  PaperClipOutlined,
  PhoneOutlined,
  PicRightOutlined,
  SafetyCertificateOutlined,
  TableOutlined,
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
  { type: 'region', icon: ApartmentOutlined },
  { type: 'uscc', icon: SafetyCertificateOutlined },
  { type: 'dateRange', icon: ColumnWidthOutlined },
  { type: 'cascade', icon: ClusterOutlined },
  { type: 'table', icon: TableOutlined },
  { type: 'signature', icon: EditOutlined },
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
  'dateRange',
  'cascade',
  'table',
  'signature',
];

/** Types a column of a table may have; tables do not nest. */
export const columnTypes: readonly ValueType[] = allTypes.filter((type) => type !== 'table' && type !== 'signature');
