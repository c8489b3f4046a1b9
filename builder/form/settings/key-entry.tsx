import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

const RenameDialog = lazy(async () => ({ default: (await import('../../code/rename-dialog.tsx')).RenameDialog }));

/** What rules and scripts call the answer, and the way to another name. */
export function KeyEntry({ path }: { path: string }) {
  const { t } = useTranslation();
  const [renaming, setRenaming] = useState(false);
  return (
    <>
      <p className="panel-note">{t('code.rename.words')}</p>
      <div className="panel-row">
        <code className="grow">{path}</code>
        <Button onClick={() => setRenaming(true)}>{t('code.rename.button')}</Button>
      </div>
      {renaming && (
        <Suspense>
          <RenameDialog path={path} onClose={() => setRenaming(false)} />
        </Suspense>
      )}
    </>
  );
}
