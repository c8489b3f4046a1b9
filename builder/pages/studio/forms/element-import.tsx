/** A file of data elements: looked at first, row by row; taken in only after that, all rows that are right together. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElementImportAnswer } from '../../../../schemas/generated/api.ts';
import { useImportElements } from '../../../api/elements.ts';
import '../../../data/data.css';
import { ProblemBox } from '../../../data/ProblemBox.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import { Sheet } from '../../../ui/page.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { base64Of, elementFormatOf, mostFileBytes } from './element-file.ts';

interface Props {
  departments: readonly { value: string; label: string }[];
  onClose(): void;
}

export function ElementImportSheet({ departments, onClose }: Props) {
  const { t } = useTranslation();
  const run = useImportElements();
  const [department, setDepartment] = useState(departments[0]?.value ?? '');
  const [file, setFile] = useState<{ name: string; format: 'xlsx' | 'json'; content: string }>();
  const [wrong, setWrong] = useState<string>();
  const look = (chosen: typeof file, of: string) => {
    if (!chosen) return;
    run.mutate({ department: of, format: chosen.format, content: chosen.content, apply: false });
  };
  const choose = async (chosen: File | undefined) => {
    run.reset();
    setFile(undefined);
    setWrong(undefined);
    if (!chosen) return;
    const format = elementFormatOf(chosen.name);
    if (!format) return setWrong('elements.file.kind');
    if (chosen.size > mostFileBytes) return setWrong('elements.file.size');
    const next = { name: chosen.name, format, content: await base64Of(chosen) };
    setFile(next);
    look(next, department);
  };
  const take = () => {
    if (!file) return;
    run.mutate(
      { department, format: file.format, content: file.content, apply: true },
      {
        onSuccess: ({ added, changed }) => {
          showToast(t('elements.imported', { added, changed }));
          onClose();
        },
      },
    );
  };
  const found = run.data;
  const news = found ? found.added + found.changed : 0;
  return (
    <Sheet title={t('elements.import')} className="import-new">
      <div className="data-form">
        <p className="hint">{t('elements.import.words')}</p>
        {departments.length > 1 && (
          <label>
            <span>{t('elements.import.for')}</span>
            <select
              value={department}
              onChange={(event) => {
                setDepartment(event.target.value);
                look(file, event.target.value);
              }}
            >
              {departments.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          <span>{t('elements.import.file')}</span>
          <input
            type="file"
            accept=".xlsx,.json"
            aria-invalid={wrong !== undefined || undefined}
            aria-describedby={wrong && 'elements-file'}
            onChange={(event) => void choose(event.target.files?.[0])}
          />
        </label>
        {wrong && (
          <p id="elements-file" className="field-problem" role="alert">
            {t(wrong)}
          </p>
        )}
        <ProblemBox error={run.error} />
        {found && <Looked answer={found} />}
        <div className="data-actions">
          <Button type="primary" disabled={!found || news === 0} loading={run.isPending} onClick={take}>
            {t('elements.import.go', { count: news })}
          </Button>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
        </div>
      </div>
    </Sheet>
  );
}

/** What the file would do: figures first, then the rows that are refused, then those that are new or different. */
function Looked({ answer }: { answer: ElementImportAnswer }) {
  const { t } = useTranslation();
  const text = useText();
  const { added, changed, unchanged, rejected, changes } = answer;
  return (
    <div className="element-looked">
      <p role="status">
        <b>{t('elements.looked', { added, changed, unchanged })}</b>{' '}
        {rejected.length > 0 && <Chip tone="red">{t('elements.rejected', { count: rejected.length })}</Chip>}
      </p>
      {rejected.length > 0 && (
        <>
          <h3>{t('elements.rejected.title')}</h3>
          <div className="list-scroll">
            <table className="data-table">
              <thead>
                <tr>
                  <th scope="col">{t('elements.row')}</th>
                  <th scope="col">{t('elements.row.why')}</th>
                </tr>
              </thead>
              <tbody>
                {rejected.slice(0, 200).map(({ row, reason }) => (
                  <tr key={row}>
                    <th scope="row" className="number">
                      {t('elements.row.no', { row })}
                    </th>
                    <td data-label={t('elements.row.why')}>{text(reason)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {rejected.length > 200 && <p className="hint">{t('elements.more', { count: rejected.length - 200 })}</p>}
        </>
      )}
      {changes.length > 0 && (
        <>
          <h3>{t('elements.changes.title')}</h3>
          <div className="list-scroll">
            <table className="data-table">
              <thead>
                <tr>
                  <th scope="col">{t('elements.column.name')}</th>
                  <th scope="col">{t('elements.change')}</th>
                </tr>
              </thead>
              <tbody>
                {changes.map(({ row, name, kind, parts }) => (
                  <tr key={row}>
                    <th scope="row">
                      {text(name)} <span className="hint">{t('elements.row.no', { row })}</span>
                    </th>
                    <td data-label={t('elements.change')}>
                      <Chip tone={kind === 'added' ? 'done' : 'action'}>{t(`elements.change.${kind}`)}</Chip>{' '}
                      {parts.map((part) => t(`elements.part.${part}`)).join(t('flow.listComma'))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {added + changed > changes.length && <p className="hint">{t('elements.more', { count: added + changed - changes.length })}</p>}
        </>
      )}
    </div>
  );
}
