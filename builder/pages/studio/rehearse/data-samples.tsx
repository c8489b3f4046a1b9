import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { RightChip } from '../../../data/RightLine.tsx';
import { ranked } from '../../../editing/rank.ts';
import { useDocument } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { type Fault, faults, type Samples } from './samples.ts';

interface Props {
  samples: Samples;
  /** Samples of resources that may not be read yet. */
  standIns: Readonly<Record<string, unknown>>;
  onChange: (samples: Samples) => void;
}

/** What each register answers in this rehearsal: a sample, or a fault. */
export function DataSamples({ samples, standIns, onChange }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const uses = ranked(pkg.scenario.data);
  if (uses.length === 0) return null;
  const set = (use: string, choice: string) => {
    if ((faults as readonly string[]).includes(choice)) {
      onChange({ ...samples, faults: { ...samples.faults, [use]: choice as Fault } });
      return;
    }
    const { [use]: _mended, ...others } = samples.faults;
    const resource = pkg.resources[pkg.scenario.data?.[use]?.resource ?? ''];
    const sample = choice === 'case' ? samples.data[use] : (resource?.samples?.[Number(choice)] as Samples['data'][string] | undefined);
    onChange({ ...samples, faults: others, data: sample ? { ...samples.data, [use]: sample } : samples.data });
  };
  return (
    <fieldset className="data-samples">
      <legend>{t('rehearse.data')}</legend>
      {uses.map(([use, doc]) => {
        const resource = pkg.resources[doc.resource];
        const options = [
          ...(samples.data[use] ? [{ value: 'case', label: t('rehearse.data.case') }] : []),
          ...(standIns[use] ? [{ value: 'standIn', label: t('data.right.standIn') }] : []),
          ...(resource?.samples ?? []).map((_, i) => ({ value: String(i), label: t('rehearse.data.sample', { number: i + 1 }) })),
          ...faults.map((fault) => ({ value: fault, label: t(`rehearse.fault.${fault}`) })),
        ];
        return (
          <div key={use} className="data-sample">
            <span>
              {text(doc.name)} <RightChip use={doc} />
            </span>
            <Select
              aria-label={t('rehearse.data.of', { name: text(doc.name) })}
              style={{ width: 220 }}
              value={samples.faults[use] ?? (samples.data[use] ? 'case' : standIns[use] ? 'standIn' : 'noRecord')}
              onChange={(choice) => set(use, choice)}
              options={options}
            />
          </div>
        );
      })}
    </fieldset>
  );
}
