/** Choosing the data that answers a question: what fits stands first, and is found before anything is typed. */
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { DataResource } from '../../schemas/generated/documents.ts';
import { useDataResource, useDataResources } from '../api/data.ts';
import { knownValues } from '../editing/paths.ts';
import { useDocument } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { SearchBox } from '../ui/search-box.tsx';
import { EmptyState } from '../ui/states.tsx';
import { Loaded } from './Loaded.tsx';
import { offersFor } from './offers.ts';
import { Sensitivity, SharingChip, Standing } from './states.tsx';
import { openKeys, type Taken } from './take-over.ts';

export function TakeSheet({ path, onTake }: { path: string; onTake(taken: Taken): void }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const [words, setWords] = useState(() => firstWords(pkg, path));
  const [chosen, setChosen] = useState<string>();
  const query = new URLSearchParams({ q: useDeferredValue(words.trim()) }).toString();
  const asked = useDataResources(query);
  return (
    <>
      <SearchBox
        label={t('data.take.search')}
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setChosen(undefined);
        }}
      />
      <Loaded asked={asked} lines={4}>
        {({ rows }) => {
          const open = rows.filter((row) => row.sharing !== 'notShared');
          if (open.length === 0) return <EmptyState title={t('data.take.none')}>{t('data.take.none.words')}</EmptyState>;
          return (
            <ul className="take-list">
              {open.map((row) => (
                <li key={row.key}>
                  <button
                    type="button"
                    className="take-row"
                    aria-expanded={chosen === row.key}
                    onClick={() => setChosen(chosen === row.key ? undefined : row.key)}
                  >
                    <span className="right-words">
                      <b>{text(row.name)}</b> <SharingChip sharing={row.sharing} />
                      {(row.standing === 'granted' || row.standing === 'pending') && <Standing standing={row.standing} />}
                    </span>
                    <span className="hint">{`${row.regionName} ${text(row.departmentName)} · ${text(row.answers)}`}</span>
                  </button>
                  {(chosen === row.key || open.length === 1) && <Fields resource={row.key} path={path} onTake={onTake} />}
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </>
  );
}

/** What a question is looked for by: its data element, without 母亲 and 号码, which departments write or leave out. */
function firstWords(pkg: ScenarioPackage, path: string): string {
  const value = knownValues(pkg).get(path);
  const [first] = value?.fields ?? [];
  const element = first && pkg.forms[first[0]]?.fields[first[1]]?.element;
  const name = (element ? pkg.elements[element]?.name : value?.name)?.['zh-CN'] ?? '';
  return name.replace(/(号码|编号)$/, '号');
}

/** Fields of one resource, what fits the question first. A resource that cannot be looked up for this person says what is missing. */
function Fields({ resource, path, onTake }: { resource: string; path: string; onTake(taken: Taken): void }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const asked = useDataResource(resource);
  return (
    <Loaded asked={asked} lines={2}>
      {(page) => {
        const document = page.document as DataResource;
        const missing = openKeys(pkg, path, document);
        if (missing.length > 0)
          return (
            <p className="panel-note take-missing">
              {t('data.take.noKey', { keys: missing.map((one) => text(one)).join(t('flow.listComma')) })}
            </p>
          );
        const offers = offersFor(pkg, path, [document]);
        const fits = new Map(offers.map((offer) => [offer.field, offer.fit]));
        const fields = Object.entries(document.fields).sort(([a], [b]) => Number(fits.has(b)) - Number(fits.has(a)));
        return (
          <ul className="take-fields">
            {fields.map(([field, doc]) => (
              <li key={field}>
                <button type="button" className="take-row" onClick={() => onTake({ resource: document, field })}>
                  <span className="right-words">
                    {text(doc.name)} <Sensitivity level={doc.sensitivity} />
                    {fits.has(field) && (
                      <span className="hint">{t(fits.get(field) === 'element' ? 'data.take.fits' : 'data.take.similar')}</span>
                    )}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        );
      }}
    </Loaded>
  );
}
