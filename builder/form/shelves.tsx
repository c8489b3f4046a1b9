import { Alert, Button, Input, Segmented, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataElement, Text, ValueType } from '../../schemas/generated/documents.ts';
import { useCatalogueElements } from '../api/catalogue.ts';
import type { NewField } from '../editing/commands/forms.ts';
import { knownValues } from '../editing/paths.ts';
import { ranked } from '../editing/rank.ts';
import { useDocument } from '../editing/react/session.tsx';
import { usePinyinSearch } from '../flow/steps/pinyin-search.ts';
import { useText } from '../i18n/use-text.ts';
import { type Duplicate, duplicateOf } from './duplicates.ts';
import type { FormActions } from './form-designer.tsx';
import { PasteList } from './paste-list.tsx';
import { commonTypes, firstCodes, needsCodes } from './types.tsx';

type Shelf = 'common' | 'elements' | 'own';

/** What can be added: common types, data elements that are known already, and what this department asks elsewhere. */
export function Shelves({ actions }: { actions: FormActions }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const [shelf, setShelf] = useState<Shelf>('common');
  const [subject, setSubject] = useState(
    () => Object.entries(scenario.subjects).find(([, s]) => s.role === 'applicant')?.[0] ?? Object.keys(scenario.subjects)[0]!,
  );
  return (
    <aside className="designer-shelves" aria-label={t('form.shelves')}>
      <div className="shelf-subject">
        <span>{t('form.subject')}</span>
        <Select
          aria-label={t('form.subject')}
          style={{ flex: 1 }}
          value={subject}
          onChange={setSubject}
          options={ranked(scenario.subjects).map(([value, s]) => ({ value, label: text(s.name) }))}
        />
      </div>
      <Segmented<Shelf>
        block
        value={shelf}
        onChange={setShelf}
        options={(['common', 'elements', 'own'] as const).map((value) => ({ value, label: t(`form.shelf.${value}`) }))}
      />
      {shelf === 'common' && <CommonShelf actions={actions} subject={subject} />}
      {shelf === 'elements' && <ElementShelf actions={actions} subject={subject} />}
      {shelf === 'own' && <OwnShelf actions={actions} />}
    </aside>
  );
}

function CommonShelf({ actions, subject }: { actions: FormActions; subject: string }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const [label, setLabel] = useState('');
  const [offer, setOffer] = useState<{ duplicate: Duplicate; field: NewField }>();
  const put = (type: ValueType) => {
    const words = label.trim() || t(`form.type.${type}`);
    const name: Text = { 'zh-CN': words, ...(i18n.language === 'en' ? { en: words } : {}) };
    const field: NewField = { subject, type, label: name, required: true, ...(needsCodes(type) ? { codes: firstCodes } : {}) };
    const duplicate = label.trim() ? duplicateOf(pkg, { form: actions.form, subject, label: words }) : undefined;
    setLabel('');
    if (duplicate) setOffer({ duplicate, field });
    else actions.add([field]);
  };
  const decide = (reference: boolean) => {
    if (!offer) return;
    const { duplicate, field } = offer;
    setOffer(undefined);
    actions.add([reference ? referenceTo(duplicate, field) : field]);
  };
  return (
    <>
      <Input
        placeholder={t('form.newLabel')}
        aria-label={t('form.newLabel')}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
        onPressEnter={(event) => !event.nativeEvent.isComposing && label.trim() && put('string')}
      />
      {offer && (
        <Alert
          type="info"
          title={
            offer.duplicate.kind === 'asked'
              ? t('form.duplicate.asked', {
                  name: text(offer.duplicate.value.name),
                  form: text(pkg.forms[offer.duplicate.value.fields[0]![0]]?.name),
                })
              : t('form.duplicate.element', { name: text(offer.duplicate.name) })
          }
          description={
            <span className="page-actions">
              <Button type="primary" size="small" autoFocus onClick={() => decide(true)}>
                {t('form.duplicate.use')}
              </Button>
              <Button size="small" onClick={() => decide(false)}>
                {t('form.duplicate.anew')}
              </Button>
            </span>
          }
        />
      )}
      <ul className="shelf-grid">
        {commonTypes.map(({ type, icon: Icon }) => (
          <li key={type}>
            <button type="button" className="shelf-tile" onClick={() => put(type)}>
              <Icon />
              {t(`form.type.${type}`)}
            </button>
          </li>
        ))}
      </ul>
      <PasteList actions={actions} subject={subject} />
    </>
  );
}

/** The same value as elsewhere: one question for both. */
function referenceTo(duplicate: Duplicate, field: NewField): NewField {
  const { type, codes, ...rest } = field;
  if (duplicate.kind === 'element') return { ...rest, element: duplicate.element };
  return duplicate.element
    ? { ...rest, element: duplicate.element }
    : { ...rest, type: duplicate.value.type, codes: duplicate.value.codes ?? codes, key: duplicate.key };
}

interface Listed {
  id: string;
  doc: DataElement;
  fromCatalogue: boolean;
}

function ElementShelf({ actions, subject }: { actions: FormActions; subject: string }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const [query, setQuery] = useState('');
  const search = usePinyinSearch();
  const { data: catalogue } = useCatalogueElements(query.trim());
  const known = useMemo(() => knownValues(pkg), [pkg]);
  const list: Listed[] = [
    ...Object.entries(pkg.elements).map(([id, doc]): Listed => ({ id, doc, fromCatalogue: false })),
    ...(catalogue ?? [])
      .filter((element) => !pkg.elements[element.id])
      .map(({ id, owner: _owner, ...doc }): Listed => ({ id, doc, fromCatalogue: true })),
  ].filter(({ doc }) => !query.trim() || search(doc.name['zh-CN'], query.trim()));
  const add = ({ id, doc, fromCatalogue }: Listed) =>
    actions.add([{ subject, element: id, required: true }], fromCatalogue ? { [id]: doc } : undefined);
  const here = new Set(
    Object.values(pkg.forms[actions.form]?.fields ?? {}).map((field) => `${field.subject}.${field.element ?? field.key}`),
  );
  return (
    <>
      <Input
        placeholder={t('form.searchElements')}
        aria-label={t('form.searchElements')}
        allowClear
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <ul className="shelf-list">
        {list.slice(0, 80).map((entry) => {
          const value = known.get(`${subject}.${entry.id}`);
          const names = value?.departments.map((d) => text(pkg.scenario.departments[d]?.name)) ?? [];
          const asked = names.length > 2 ? t('form.departments', { count: names.length }) : names.join(t('flow.listComma'));
          const added = here.has(`${subject}.${entry.id}`);
          return (
            <li key={entry.id}>
              <button type="button" className="shelf-row" disabled={added} onClick={() => add(entry)}>
                <span>{text(entry.doc.name)}</span>
                <small>{added ? t('form.already') : asked ? t('form.askedBy', { who: asked }) : t(`form.type.${entry.doc.type}`)}</small>
              </button>
            </li>
          );
        })}
        {list.length === 0 && <li className="shelf-none">{t('form.noElements')}</li>}
      </ul>
    </>
  );
}

function OwnShelf({ actions }: { actions: FormActions }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const form = pkg.forms[actions.form]!;
  const here = new Set(Object.values(form.fields).map((field) => `${field.subject}.${field.element ?? field.key}`));
  const values = [...knownValues(pkg).values()].filter((value) => value.departments.includes(form.department) && !here.has(value.path));
  const add = (value: (typeof values)[number]) => {
    const [otherForm, otherField] = value.fields[0]!;
    const { section: _section, rank: _rank, visibleWhen: _when, ...field } = pkg.forms[otherForm]!.fields[otherField]!;
    actions.add([field]);
  };
  return (
    <ul className="shelf-list">
      {values.map((value) => (
        <li key={value.path}>
          <button type="button" className="shelf-row" onClick={() => add(value)}>
            <span>
              {text(value.subjectName)} {text(value.name)}
            </span>
            <small>{text(pkg.forms[value.fields[0]![0]]?.name)}</small>
          </button>
        </li>
      ))}
      {values.length === 0 && <li className="shelf-none">{t('form.noOwn')}</li>}
    </ul>
  );
}
