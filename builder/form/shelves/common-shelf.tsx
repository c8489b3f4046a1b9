import { Input } from 'antd';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ValueType } from '../../../schemas/generated/documents.ts';
import type { FormActions } from '../actions.ts';
import { useDraggable } from '../drag.ts';
import type { NewFieldState } from '../new-field.ts';
import { PasteList } from '../paste-list.tsx';
import { commonTypes } from '../types.tsx';
import { DuplicateOffer } from './duplicate-offer.tsx';

/** Goes to the box where a new question is written. */
export const focusNewQuestion = () => document.querySelector<HTMLElement>('[data-new-question]')?.focus();

/** Write the question, then a type: by click, by Enter (the type is guessed), by drag, or a whole list at once. */
export function CommonShelf({ actions, fresh }: { actions: FormActions; fresh: NewFieldState }) {
  const { t } = useTranslation();
  return (
    <>
      <Input
        data-new-question
        placeholder={t('form.newLabel')}
        aria-label={t('form.newLabel')}
        value={fresh.label}
        onChange={(event) => fresh.setLabel(event.target.value)}
        onPressEnter={(event) => {
          if (event.nativeEvent.isComposing || !fresh.label.trim()) return;
          // The question whether to reference takes the focus: this very press must not answer it.
          event.preventDefault();
          void fresh.put();
        }}
      />
      {fresh.offer && <DuplicateOffer offer={fresh.offer} onDecide={fresh.decide} />}
      <ul className="shelf-grid">
        {commonTypes.map(({ type, icon }) => (
          <Tile key={type} type={type} icon={icon} onPut={() => void fresh.put(type)} />
        ))}
      </ul>
      <PasteList actions={actions} subject={fresh.subject} />
    </>
  );
}

function Tile({ type, icon: Icon, onPut }: { type: ValueType; icon: ComponentType; onPut: () => void }) {
  const { t } = useTranslation();
  const [element, setElement] = useState<HTMLElement | null>(null);
  useDraggable(element, { type });
  return (
    <li ref={setElement}>
      <button type="button" className="shelf-tile" onClick={onPut}>
        <Icon />
        {t(`form.type.${type}`)}
      </button>
    </li>
  );
}
