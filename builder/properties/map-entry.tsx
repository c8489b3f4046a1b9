import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../ui/use-draft.ts';
import { ValueSelect } from './selects.tsx';

interface Props {
  label: string;
  /** What a line is called by: the name in the other system, the value there. */
  keyLabel: string;
  value: Record<string, string>;
  /** Lines hold a value of the scenario, not an expression. */
  paths?: boolean;
  onChange: (value: Record<string, string>) => void;
}

/** Lines of name and expression: what is sent along, what is taken back. */
export function MapEntry({ label, keyLabel, value, paths, onChange }: Props) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState('');
  const add = () => {
    const key = adding.trim();
    if (key === '' || value[key] !== undefined) return;
    onChange({ ...value, [key]: paths ? '' : 'null' });
    setAdding('');
  };
  return (
    <fieldset className="panel-set">
      <legend>{label}</legend>
      {Object.entries(value).map(([key, source]) => (
        <div key={key} className="panel-sentence">
          <span>{key}</span>
          {paths ? (
            <ValueSelect label={`${label} ${key}`} width={200} value={source} onChange={(next) => onChange({ ...value, [key]: next })} />
          ) : (
            <Source
              label={`${label} ${key}`}
              value={source}
              onCommit={(next) => next.trim() && onChange({ ...value, [key]: next.trim() })}
            />
          )}
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('ui.delete')} ${key}`}
            onClick={() => onChange(Object.fromEntries(Object.entries(value).filter(([other]) => other !== key)))}
          />
        </div>
      ))}
      <div className="panel-sentence">
        <Input
          style={{ width: 160 }}
          aria-label={`${label} ${keyLabel}`}
          placeholder={keyLabel}
          value={adding}
          onChange={(event) => setAdding(event.target.value)}
          onPressEnter={add}
        />
        <Button size="small" icon={<PlusOutlined />} onClick={add} disabled={adding.trim() === ''}>
          {t('events.addLine')}
        </Button>
      </div>
    </fieldset>
  );
}

function Source({ label, value, onCommit }: { label: string; value: string; onCommit: (value: string) => void }) {
  const draft = useDraft(value, onCommit);
  return (
    <Input
      style={{ width: 200 }}
      className="entry-code"
      aria-label={label}
      value={draft.value}
      onChange={(event) => draft.set(event.target.value)}
      onBlur={draft.leave}
      onPressEnter={draft.leave}
    />
  );
}
