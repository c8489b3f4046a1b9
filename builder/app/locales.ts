/** Words of the library's own controls. Its locale files are CommonJS to the type checker and modules to the bundler. */
import type { ConfigProviderProps } from 'antd';
import * as enUS from 'antd/es/locale/en_US.js';
import * as zhCN from 'antd/es/locale/zh_CN.js';

type Locale = NonNullable<ConfigProviderProps['locale']>;

function unwrap(module: unknown): Locale {
  let value = module as { default?: unknown };
  while (value.default !== undefined) value = value.default as { default?: unknown };
  return value as Locale;
}

export const locales: Record<string, Locale> = { 'zh-CN': unwrap(zhCN), en: unwrap(enUS) };
