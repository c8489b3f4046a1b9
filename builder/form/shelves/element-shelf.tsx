import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataElement, Text } from '../../../schemas/generated/documents.ts';
import { useElements } from '../../api/elements.ts';
import { knownValues } from '../../editing/paths.ts';
import { useDocument } from '../../editing/react/session.tsx';
import { usePinyinSearch } from '../../flow/steps/pinyin-search.ts';
import { useText } from '../../i18n/use-text.ts';
import { SearchBox } from '../../ui/search-box.tsx';
import type { FormActions } from '../actions.ts';

interface Listed {
  id: string;
  doc: DataElement;
  owner?: Text;
  /** Not in the package yet: it is brought along. */
  fromStandard: boolean;
}

/** Data elements: typed, labelled and known to the registers already. */
export function ElementShelf({ actions, subject }: { actions: FormActions; subject: string }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query.trim());
  const search = usePinyinSearch();
  const { data: standard, isError, refetch } = useElements(wanted);
  const known = useMemo(() => knownValues(pkg), [pkg]);
  const own = Object.entries(pkg.elements)
    .filter(([id, doc]) => !wanted || search(`${doc.name['zh-CN']} ${doc.name.en ?? ''} ${id}`, wanted))
    .map(([id, doc]): Listed => ({ id, doc, fromStandard: false }));
  const rest = (standard?.rows ?? [])
    .filter((row) => !row.retired && !pkg.elements[row.id])
    .map((row): Listed => ({ id: row.id, doc: row.element, owner: row.departmentName, fromStandard: true }));
  const list = [...own, ...rest];
  const here = new Set(Object.values(pkg.forms[actions.form]?.fields ?? {}).map((field) => `${field.subject}.${field.element}`));
  const noteOf = ({ id, doc, owner }: Listed) => {
    if (here.has(`${subject}.${id}`)) return t('form.already');
    const asked = known.get(`${subject}.${id}`)?.departments.map((d) => text(pkg.scenario.departments[d]?.name)) ?? [];
    if (asked.length > 2) return t('form.askedBy', { who: t('form.departments', { count: asked.length }) });
    if (asked.length > 0) return t('form.askedBy', { who: asked.join(t('flow.listComma')) });
    return [t(`form.type.${doc.type}`), text(owner)].filter(Boolean).join(' · ');
  };
  return (
    <>
      <SearchBox label={t('form.searchElements')} value={query} onChange={(event) => setQuery(event.target.value)} />
      <p className="shelf-count" role="status">
        {standard ? t('form.elements.found', { count: own.length + standard.total }) : ''}
      </p>
      <ul className="shelf-list">
        {list.slice(0, 80).map((entry) => (
          <li key={entry.id}>
            <button
              type="button"
              className="shelf-row"
              disabled={here.has(`${subject}.${entry.id}`)}
              onClick={() =>
                actions.add([{ subject, element: entry.id, required: true }], {
                  elements: entry.fromStandard ? { [entry.id]: entry.doc } : undefined,
                })
              }
            >
              <span>
                {text(entry.doc.name)} <i title={t('form.sensitivity')}>{t('form.level', { level: entry.doc.sensitivity })}</i>
              </span>
              <small>{noteOf(entry)}</small>
            </button>
          </li>
        ))}
        {list.length === 0 && !isError && <li className="shelf-none">{t('form.noElements')}</li>}
        {isError && (
          <li className="shelf-none">
            {t('form.elements.failed')}{' '}
            <button type="button" className="plain-button link" onClick={() => void refetch()}>
              {t('ui.retry')}
            </button>
          </li>
        )}
      </ul>
    </>
  );
}
