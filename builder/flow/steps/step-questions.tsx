/** Questions that are asked before a step goes or moves. */
import { Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../runtime/compile/plan.ts';
import { useText } from '../../i18n/use-text.ts';

/** What would point nowhere, each in a sentence. */
export function BrokenList({ findings, note }: { findings: readonly Finding[]; note: string }) {
  const text = useText();
  return (
    <>
      <p>{note}</p>
      <ul className="broken-list">
        {findings.slice(0, 8).map((finding) => (
          <li key={`${finding.code} ${finding.path}`}>{text(finding.message)}</li>
        ))}
      </ul>
    </>
  );
}

interface KeepProps {
  first: string;
  branches: readonly { edge: string; name: string; steps: number }[];
  onChange: (edge: string | undefined) => void;
}

/** Which branch of a split stays when the split goes. */
export function KeepBranch({ first, branches, onChange }: KeepProps) {
  const { t } = useTranslation();
  const [value, setValue] = useState(first);
  return (
    <Radio.Group
      className="keep-branch"
      value={value}
      onChange={(event) => {
        const next = String(event.target.value);
        setValue(next);
        onChange(next === '' ? undefined : next);
      }}
      options={[
        ...branches.map(({ edge, name, steps }, i) => ({
          value: edge,
          label: t('flow.keep.branch', { name: name || t('flow.branchNumber', { number: i + 1 }), count: steps }),
        })),
        { value: '', label: t('flow.keep.none') },
      ]}
    />
  );
}
