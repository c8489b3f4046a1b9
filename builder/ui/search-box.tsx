import { CloseCircleFilled, SearchOutlined } from '@ant-design/icons';
import { Input, type InputProps } from 'antd';
import { useTranslation } from 'react-i18next';

interface SearchBoxProps extends Pick<InputProps, 'className' | 'placeholder' | 'value' | 'onChange' | 'onPressEnter'> {
  /** What is looked for, for those who do not see the box. */
  label: string;
}

/** One line to look for something in the list below; it finds while one types, and is emptied by one press. */
export function SearchBox({ label, placeholder = label, ...props }: SearchBoxProps) {
  const { t } = useTranslation();
  return (
    <Input
      aria-label={label}
      placeholder={placeholder}
      prefix={<SearchOutlined />}
      allowClear={{ clearIcon: <CloseCircleFilled aria-label={t('ui.clear')} /> }}
      {...props}
    />
  );
}
