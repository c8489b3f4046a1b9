import { Checkbox } from 'antd';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { RightLine } from '../data/RightLine.tsx';
import { ranked } from '../editing/rank.ts';
import { useDocument, useExecute, useScenarioSession } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { PartySelect } from './selects.tsx';
import type { StepEntryProps } from './step-entries.tsx';

/** Who fills in, which forms are merged, and which data is filled in beforehand. */
export function FillEntry({ id, node }: StepEntryProps<'fill'>) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { id: scenario } = useScenarioSession();
  const execute = useExecute();
  const edit = (changes: Record<string, unknown>) => execute('node.edit', { node: id, changes });
  return (
    <>
      <div className="panel-sentence" data-entry="party">
        <Trans
          i18nKey="properties.fill.sentence"
          components={{ party: <PartySelect label={t('properties.party')} value={node.party} onChange={(party) => edit({ party })} /> }}
        />
      </div>
      <fieldset className="panel-set" data-entry="forms">
        <legend>{t('properties.fill.forms')}</legend>
        {Object.entries(pkg.scenario.forms).map(([use, { form }]) => (
          <div key={use} className="panel-row">
            <Checkbox
              className="grow"
              checked={node.forms.includes(use)}
              disabled={node.forms.length === 1 && node.forms[0] === use}
              onChange={(event) => edit({ forms: event.target.checked ? [...node.forms, use] : node.forms.filter((f) => f !== use) })}
            >
              {text(pkg.forms[form]?.name)}
            </Checkbox>
            <Link to={`/studio/scenes/${scenario}/forms/${encodeURIComponent(form)}`}>{t('ui.edit')}</Link>
          </div>
        ))}
      </fieldset>
      <fieldset className="panel-set" data-entry="prefill">
        <legend>{t('properties.fill.prefill')}</legend>
        {ranked(pkg.scenario.data).map(([use, data]) => (
          <div key={use} className="prefill-use">
            <Checkbox
              checked={node.prefill?.includes(use) ?? false}
              onChange={(event) => {
                const prefill = event.target.checked ? [...(node.prefill ?? []), use] : (node.prefill ?? []).filter((d) => d !== use);
                edit({ prefill: prefill.length > 0 ? prefill : undefined });
              }}
            >
              {text(data.name)}
            </Checkbox>
            <RightLine id={use} use={data} />
          </div>
        ))}
        <p className="panel-note">{t('properties.fill.prefill.hint')}</p>
      </fieldset>
    </>
  );
}
