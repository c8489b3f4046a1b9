import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Use } from '../../../editing/uses.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Entry } from '../../../ui/text-entry.tsx';

const shown = 8;

/** What would lose what it names, one line each. */
export function UseList({ uses, note }: { uses: readonly Use[]; note: string }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <>
      <ul className="broken-list">
        {uses.slice(0, shown).map(({ kind, name, count }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is made once and never changes
          <li key={at}>{t(`basics.use.${kind}`, { name: text(name) || t('editing.unnamed'), count })}</li>
        ))}
        {uses.length > shown && <li>{t('basics.use.more', { count: uses.length - shown })}</li>}
      </ul>
      <p>{note}</p>
    </>
  );
}

interface HandOverProps {
  uses: readonly Use[];
  note: string;
  options: { value: string; label: string }[];
  onChange: (to: string) => void;
}

/** The same, and who it is from then on. */
export function HandOver({ uses, note, options, onChange }: HandOverProps) {
  const { t } = useTranslation();
  const [to, setTo] = useState(options[0]?.value);
  return (
    <>
      <UseList uses={uses} note={note} />
      <Entry label={t('basics.handOver')}>
        {(ids) => (
          <Select
            {...ids}
            style={{ width: '100%' }}
            value={to}
            options={options}
            onChange={(next) => {
              setTo(next);
              onChange(next);
            }}
          />
        )}
      </Entry>
    </>
  );
}
