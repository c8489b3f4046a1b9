/** 退回: to which step, which way back, what becomes of the other branches, and what will happen. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReturnChoice, TaskOptions } from '../../../schemas/generated/api.ts';
import { useReturnPreview } from '../../api/approvals.ts';
import { useText } from '../../i18n/use-text.ts';
import { MovePreviewView } from './MovePreviewView.tsx';
import { localMinute } from './times.ts';

interface Props {
  taskId: string;
  targets: TaskOptions['returns'];
  onChange(move: { choice: ReturnChoice; possible: boolean } | undefined): void;
}

export function ReturnFields({ taskId, targets, onChange }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const [node, setNode] = useState(targets.find((target) => !target.applicant)?.node ?? targets[0]?.node ?? '');
  const [back, setBack] = useState<ReturnChoice['back']>('replay');
  const [branches, setBranches] = useState<ReturnChoice['branches']>('cancel');
  const choice: ReturnChoice = { to: { node }, back, branches: back === 'straight' ? 'keep' : branches };
  const { data: preview } = useReturnPreview(taskId, node ? choice : undefined);
  const key = JSON.stringify(choice);
  const possible = preview?.possible;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the choice, which is a new object every time
  useEffect(() => onChange(possible === undefined ? undefined : { choice, possible }), [key, possible]);
  const radio = <T extends string>(name: string, value: T, current: T, set: (value: T) => void) => (
    <label key={value} className="choice">
      <input type="radio" name={name} checked={current === value} onChange={() => set(value)} />
      <span>{t(`approval.${name}.${value}`)}</span>
    </label>
  );
  return (
    <>
      <label className="officer-label" htmlFor="return-to">
        {t('approval.returnTo')}
      </label>
      <select id="return-to" value={node} onChange={(event) => setNode(event.target.value)}>
        {targets.map((target) => (
          <option key={target.node} value={target.node}>
            {target.applicant
              ? t('approval.returnTo.applicant', { step: text(target.name) })
              : [text(target.name), target.by, target.at && localMinute(target.at)].filter(Boolean).join(' · ')}
          </option>
        ))}
      </select>
      <fieldset className="choices">
        <legend className="officer-label">{t('approval.back')}</legend>
        {radio('back', 'replay', back, setBack)}
        {radio('back', 'straight', back, setBack)}
      </fieldset>
      {back === 'replay' && (
        <fieldset className="choices">
          <legend className="officer-label">{t('approval.branches')}</legend>
          {radio('branches', 'cancel', branches, setBranches)}
          {radio('branches', 'keep', branches, setBranches)}
        </fieldset>
      )}
      <MovePreviewView preview={preview} />
    </>
  );
}
