import { BranchesOutlined, CloseOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../schemas/generated/documents.ts';
import { CommentChip } from '../comments/comment-chip.tsx';
import { TakeEntry } from '../data/TakeEntry.tsx';
import { knownValues, pathOf } from '../editing/paths.ts';
import { useDocument, useScenarioSession } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import '../properties/properties.css';
import { openBranching } from '../flow/branching/branching.ts';
import { Entry, TextEntry } from '../ui/text-entry.tsx';
import type { FormActions } from './actions.ts';
import { ApplyEntry } from './settings/apply-entry.tsx';
import { EnglishEntries } from './settings/english-entries.tsx';
import { KeyEntry } from './settings/key-entry.tsx';
import { ConditionSentence, FormulaEntry } from './settings/logic-entries.tsx';
import { PlaceEntry } from './settings/place-entry.tsx';
import { TypeEntries } from './settings/type-entries.tsx';
import { ViewsEntry } from './settings/views-entry.tsx';
import { WhyEntries } from './settings/why-entries.tsx';

export interface SettingsProps {
  actions: FormActions;
  id: string;
  field: FormField;
  edit: (changes: Partial<FormField>) => void;
}

/** Title, required, hint; the rest folded by what one wants to do. */
export function FieldSettings({ actions, field: id, onClose }: { actions: FormActions; field: string; onClose?: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { library } = useScenarioSession();
  const { form } = actions;
  const field = pkg.forms[form]?.fields[id];
  if (!field) return null;
  const element = field.element ? pkg.elements[field.element] : undefined;
  const edit = (changes: Partial<FormField>) => void actions.execute('field.edit', { form, field: id, changes });
  const settings: SettingsProps = { actions, id, field, edit };
  const path = pathOf(field);
  const rules = [field.visibleWhen, field.computed, field.default].filter(Boolean).length;
  return (
    <>
      {onClose && <Button className="panel-close" type="text" icon={<CloseOutlined />} aria-label={t('ui.close')} onClick={onClose} />}
      <div className="panel-body">
        <TextEntry
          label={t('form.label')}
          value={field.label?.['zh-CN'] ?? ''}
          placeholder={text(element?.name)}
          onCommit={(value) =>
            (value.trim() || element) && edit({ label: value.trim() ? { ...field.label, 'zh-CN': value.trim() } : undefined })
          }
        />
        <RequiredEntry {...settings} />
        <TextEntry
          label={t('form.hint')}
          value={field.hint?.['zh-CN'] ?? ''}
          placeholder={text(element?.hint)}
          hint={t('form.hint.example')}
          onCommit={(value) => edit({ hint: value.trim() ? { ...field.hint, 'zh-CN': value.trim() } : undefined })}
        />
        <SharedNote form={form} field={field} />
        {element && (
          <p className="panel-note">
            {t('form.element', { name: text(element.name), level: element.sensitivity })}{' '}
            {element.example && t('form.example', { value: element.example })}
          </p>
        )}
        {!element && (
          <Fold name="type" title={t('form.typeAndCodes')} note={t(`form.type.${field.type ?? 'string'}`)} open>
            <TypeEntries {...settings} />
          </Fold>
        )}
        {path && !library && field.type !== 'file' && field.type !== 'table' && field.type !== 'signature' && (
          <Button icon={<BranchesOutlined />} onClick={() => openBranching({ path })}>
            {t('branching.open')}
          </Button>
        )}
        <p>
          <CommentChip place={{ form, field: id }} name={text(field.label ?? element?.name)} always />
        </p>
        {path && (library ? <ApplyEntry field={field} /> : <TakeEntry path={path} />)}
        <Fold name="logic" title={t('form.logic')} note={rules > 0 ? t('form.logic.count', { count: rules }) : t('form.logic.example')}>
          <ConditionSentence
            label={t('form.visibleWhen')}
            kind="shown"
            value={field.visibleWhen ?? ''}
            onChange={(visibleWhen) => edit({ visibleWhen: visibleWhen || undefined })}
          />
          <FormulaEntry
            label={t('form.computedBy')}
            form={form}
            value={field.computed ?? ''}
            onChange={(computed) => edit({ computed: computed || undefined })}
          />
          <TextEntry
            code
            label={t('form.default')}
            hint={t('form.default.hint')}
            value={field.default ?? ''}
            onCommit={(value) => edit({ default: value.trim() || undefined })}
          />
        </Fold>
        <Fold name="place" title={t('form.place.fold')} note={t('form.place.note')}>
          <PlaceEntry {...settings} />
        </Fold>
        <Fold name="views" title={t('form.whoSees')} note={t('form.whoSees.example')}>
          <ViewsEntry {...settings} />
        </Fold>
        <Fold name="why" title={t('form.why')} note={t('form.why.example')}>
          <WhyEntries {...settings} />
        </Fold>
        {path && (
          <Fold name="key" title={t('code.rename.fold')} note={path}>
            <KeyEntry path={path} />
          </Fold>
        )}
        <Fold name="english" title={t('form.english')} note={t('form.english.note')}>
          <EnglishEntries {...settings} element={element} />
        </Fold>
      </div>
    </>
  );
}

/** A folded group of settings, with an example or its state beside the title. What is folded is not drawn: choosing a field stays quick. */
function Fold({
  name,
  title,
  note,
  open = false,
  children,
}: {
  name: string;
  title: string;
  note: string;
  open?: boolean;
  children: ReactNode;
}) {
  const [opened, setOpened] = useState(open);
  return (
    <details className="panel-fold" data-fold={name} open={open} onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>
        {title} <small className="fold-note">{note}</small>
      </summary>
      {opened && <div>{children}</div>}
    </details>
  );
}

function RequiredEntry({ field, edit }: SettingsProps) {
  const { t } = useTranslation();
  const requirement = field.required === undefined || field.required === false ? 'no' : field.required === true ? 'yes' : 'when';
  return (
    <>
      <Entry label={t('form.required')}>
        {() => (
          <Segmented
            aria-label={t('form.required')}
            value={requirement}
            options={(['yes', 'no', 'when'] as const).map((value) => ({ value, label: t(`form.required.${value}`) }))}
            onChange={(value) => edit({ required: value === 'yes' ? true : value === 'no' ? undefined : 'true' })}
          />
        )}
      </Entry>
      {typeof field.required === 'string' && (
        <ConditionSentence
          label={t('form.requiredWhen')}
          kind="required"
          value={field.required === 'true' ? '' : field.required}
          onChange={(required) => edit({ required: required || true })}
        />
      )}
    </>
  );
}

/** The other forms of the scenario that ask the same: one question for all of them. */
function SharedNote({ form, field }: { form: string; field: FormField }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const path = pathOf(field);
  const others = (path ? knownValues(pkg).get(path)?.fields : undefined)?.filter(([other]) => other !== form) ?? [];
  if (others.length === 0) return null;
  const names = [...new Set(others.map(([other]) => `《${text(pkg.forms[other]?.name)}》`))];
  return <p className="panel-note">{t('form.merged', { forms: names.join(t('flow.listComma')) })}</p>;
}
