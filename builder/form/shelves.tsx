import { Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ranked } from '../editing/rank.ts';
import { usePart } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import type { FormActions } from './actions.ts';
import type { NewFieldState } from './new-field.ts';
import { CommonShelf } from './shelves/common-shelf.tsx';
import { ElementShelf } from './shelves/element-shelf.tsx';
import { OwnShelf } from './shelves/own-shelf.tsx';

type Shelf = 'common' | 'elements' | 'own';

/** What can be added: common types, data elements that are known already, and what this department asks elsewhere. */
export function Shelves({ actions, fresh }: { actions: FormActions; fresh: NewFieldState }) {
  const { t } = useTranslation();
  const text = useText();
  const subjects = usePart((pkg) => pkg.scenario.subjects);
  const [shelf, setShelf] = useState<Shelf>('common');
  return (
    <aside className="designer-shelves" aria-label={t('form.shelves')}>
      <div className="shelf-subject">
        <span>{t('form.subject')}</span>
        <Select
          aria-label={t('form.subject')}
          style={{ flex: 1 }}
          value={fresh.subject}
          onChange={fresh.setSubject}
          options={ranked(subjects).map(([value, s]) => ({ value, label: text(s.name) }))}
        />
      </div>
      <Segmented<Shelf>
        block
        value={shelf}
        onChange={setShelf}
        options={(['common', 'elements', 'own'] as const).map((value) => ({ value, label: t(`form.shelf.${value}`) }))}
      />
      {shelf === 'common' && <CommonShelf actions={actions} fresh={fresh} />}
      {shelf === 'elements' && <ElementShelf actions={actions} subject={fresh.subject} />}
      {shelf === 'own' && <OwnShelf actions={actions} />}
    </aside>
  );
}
