import '../plugins/install.ts';
import { EllipsisOutlined } from '@ant-design/icons';
import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router/dom';
import { createQueryClient } from '../api/query.ts';
import { startTexts } from '../i18n/index.ts';
import { LiveRegion } from '../ui/live.tsx';
import './global.css';
import { nameListboxes } from './listbox-names.ts';
import { locales } from './locales.ts';
import { createRouter } from './router.tsx';
import { theme } from './theme.ts';

const client = createQueryClient();
const router = createRouter();
nameListboxes(document.body);

function App() {
  const { t, i18n } = useTranslation();
  return (
    <ConfigProvider
      theme={theme}
      locale={locales[i18n.language]}
      button={{ autoInsertSpace: false }}
      tabs={{ more: { icon: <EllipsisOutlined aria-label={t('ui.more')} /> } }}
    >
      <AntApp component={false} message={{ maxCount: 2 }}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
          <LiveRegion />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}

void startTexts().then(() =>
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
