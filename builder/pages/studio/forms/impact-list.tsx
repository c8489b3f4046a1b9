import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FieldVerdict, FormImpact, Level, ScenarioImpact } from '../../../api/forms.ts';
import { fieldsInOrder } from '../../../editing/paths.ts';
import { useDocument, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Chip, type Tone } from '../../../ui/chip.tsx';
import '../overview.css';

const tones: Record<Level, Tone> = { compatible: 'done', attention: 'amber', breaking: 'red' };
const grave: Record<Level, number> = { breaking: 2, attention: 1, compatible: 0 };

interface ImpactProps {
  impact: FormImpact;
  mapping: Record<string, string>;
  /** Left out where nothing can be decided. */
  onMap?: (mapping: Record<string, string>) => void;
}

/** Who uses the form, how many cases run, whether the change suits them, and with what each lost field is replaced. */
export function ImpactList({ impact, mapping, onMap }: ImpactProps) {
  const { t } = useTranslation();
  if (impact.scenarios.length === 0)
    return (
      <>
        <p>{t('library.impact.none')}</p>
        <Changes impact={impact} mapping={mapping} onMap={onMap} />
      </>
    );
  return (
    <>
      <p className="impact-sum">
        {t('library.impact.sum', { scenarios: impact.scenarios.length, running: impact.running })}{' '}
        {t(impact.breaking ? 'library.impact.stops' : 'library.impact.safe')}
      </p>
      <ul className="impact-list">
        {[...impact.scenarios]
          .sort((a, b) => grave[b.level] - grave[a.level])
          .map((scenario) => (
            <ScenarioLine key={scenario.scenario} impact={scenario} />
          ))}
      </ul>
      <Changes impact={impact} mapping={mapping} onMap={onMap} />
    </>
  );
}

function ScenarioLine({ impact }: { impact: ScenarioImpact }) {
  const { t } = useTranslation();
  const text = useText();
  const touched = impact.verdicts.filter((verdict) => verdict.level !== 'compatible');
  return (
    <li>
      <p>
        <Chip tone={tones[impact.level]}>{t(`library.level.${impact.level}`)}</Chip> <b>{text(impact.name)}</b>{' '}
        <small>
          {impact.live
            ? t('library.impact.live', { version: impact.live.version, form: impact.live.formVersion ?? '—', running: impact.running })
            : t('library.impact.draft')}
        </small>
      </p>
      {touched.length > 0 && (
        // A break is read at once; a list of things to look at is opened when wanted.
        <details open={impact.level === 'breaking'}>
          <summary>{t('library.impact.touched', { count: touched.length })}</summary>
          <ul>
            {touched.map((verdict) => (
              <li key={`${verdict.field} ${verdict.change}`}>
                「{text(verdict.label)}」{text(verdict.why)}
                {verdict.readBy && verdict.readBy.length > 0 && (
                  <small>
                    {' '}
                    {t('library.impact.readBy', { names: verdict.readBy.map(({ name }) => text(name)).join(t('flow.listComma')) })}
                  </small>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

/** What changed against the live version, field by field; a lost one is mapped to what takes its place. */
function Changes({ impact, mapping, onMap }: ImpactProps) {
  const { t } = useTranslation();
  const text = useText();
  const { live } = useScenarioSession();
  if (impact.fields.length === 0) return <p className="forms-count">{t(live ? 'library.impact.noChange' : 'library.impact.first')}</p>;
  return (
    <div className="list-scroll">
      <table className="list list-plain impact-changes">
        <thead>
          <tr>
            <th scope="col">{t('form.logic.field')}</th>
            <th scope="col">{t('library.impact.change')}</th>
            <th scope="col">{t('library.impact.level')}</th>
          </tr>
        </thead>
        <tbody>
          {[...impact.fields]
            .sort((a, b) => grave[b.level] - grave[a.level])
            .map((verdict) => (
              <tr key={`${verdict.field} ${verdict.change}`}>
                <th scope="row">{text(verdict.label)}</th>
                <td>
                  {t(`library.change.${verdict.change}`)}
                  {(verdict.change === 'removed' || verdict.change === 'moved' || verdict.change === 'type') && onMap && (
                    <MapTo verdict={verdict} mapping={mapping} onMap={onMap} />
                  )}
                  {verdict.mappedTo && !onMap && <Mapped field={verdict.mappedTo} />}
                </td>
                <td>
                  <Chip tone={tones[verdict.level]}>{t(`library.level.${verdict.level}`)}</Chip>
                  <span className="impact-why">{text(verdict.why)}</span>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

function useFieldNames(): { value: string; label: string }[] {
  const text = useText();
  const { id } = useScenarioSession();
  const { forms, elements } = useDocument();
  return fieldsInOrder(forms[id]!).map(([value, field]) => ({
    value,
    label: text(field.label ?? (field.element ? elements[field.element]?.name : undefined)),
  }));
}

function MapTo({
  verdict,
  mapping,
  onMap,
}: {
  verdict: FieldVerdict;
  mapping: Record<string, string>;
  onMap: (mapping: Record<string, string>) => void;
}) {
  const { t } = useTranslation();
  const text = useText();
  const options = useFieldNames();
  return (
    <Select
      aria-label={t('library.map.label', { name: text(verdict.label) })}
      style={{ width: 220, marginInlineStart: 8 }}
      allowClear
      placeholder={t('library.map')}
      showSearch={{ optionFilterProp: 'label' }}
      value={mapping[verdict.field]}
      onChange={(next: string | undefined) => {
        const { [verdict.field]: _before, ...rest } = mapping;
        onMap(next ? { ...rest, [verdict.field]: next } : rest);
      }}
      options={options}
    />
  );
}

function Mapped({ field }: { field: string }) {
  const { t } = useTranslation();
  const name = useFieldNames().find(({ value }) => value === field)?.label ?? '';
  return <> {t('library.mapped', { name })}</>;
}
