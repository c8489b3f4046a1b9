import { BranchesOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodeList } from '../../../schemas/generated/documents.ts';
import { freshRanks, placeAt, ranked } from '../../editing/rank.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { labelsOf } from '../guess-type.ts';

const newCode = (codes: CodeList): string => {
  const numbers = Object.keys(codes).map(Number).filter(Number.isFinite);
  return String(Math.max(0, ...numbers) + 1);
};

interface CodesProps {
  codes: CodeList;
  onChange: (codes: CodeList) => void;
  /** Where the flow can part by an answer: the answer is to go its own way. */
  onBranch?: (code: string) => void;
}

/** Choices of a list: name each, add, remove, paste many. Codes are numbered by themselves and stay with their name. */
export function CodesEntry({ codes, onChange, onBranch }: CodesProps) {
  const { t } = useTranslation();
  const [pasting, setPasting] = useState<string>();
  const list = ranked(codes);
  const add = () => {
    const code = newCode(codes);
    onChange({ ...codes, [code]: { name: { 'zh-CN': t('form.newChoice') }, rank: placeAt(list, code, list.length)[code]! } });
  };
  const paste = () => {
    const names = labelsOf(pasting ?? '');
    setPasting(undefined);
    if (names.length === 0) return;
    // Names that are there already keep their code: cases and rules go on meaning them.
    const codeOf = new Map(list.map(([code, entry]) => [entry.name['zh-CN'], code]));
    const ranks = freshRanks(names.length);
    const next: CodeList = {};
    for (const [i, name] of names.entries()) {
      const code = codeOf.get(name) ?? newCode({ ...codes, ...next });
      next[code] = { ...codes[code], name: codes[code]?.name ?? { 'zh-CN': name }, rank: ranks[i]! };
    }
    onChange(next);
  };
  return (
    <div className="panel-list">
      {list.map(([code, entry]) => (
        <div className="panel-row" key={code}>
          <CodeName
            name={entry.name['zh-CN']}
            onCommit={(name) => onChange({ ...codes, [code]: { ...entry, name: { ...entry.name, 'zh-CN': name } } })}
          />
          {onBranch && (
            <IconButton
              icon={<BranchesOutlined />}
              label={t('branching.openAnswer', { name: entry.name['zh-CN'] })}
              onClick={() => onBranch(code)}
            />
          )}
          <IconButton
            icon={<DeleteOutlined />}
            disabled={list.length <= 1}
            label={t('form.deleteChoice', { name: entry.name['zh-CN'] })}
            onClick={() => onChange(Object.fromEntries(Object.entries(codes).filter(([other]) => other !== code)))}
          />
        </div>
      ))}
      {pasting === undefined ? (
        <span className="panel-row">
          <Button size="small" icon={<PlusOutlined />} onClick={add}>
            {t('form.addChoice')}
          </Button>
          <Button size="small" onClick={() => setPasting(list.map(([, entry]) => entry.name['zh-CN']).join('\n'))}>
            {t('form.pasteChoices')}
          </Button>
        </span>
      ) : (
        <>
          <Input.TextArea
            aria-label={t('form.pasteChoices.hint')}
            autoFocus
            rows={6}
            value={pasting}
            onChange={(event) => setPasting(event.target.value)}
          />
          <span className="panel-row">
            <Button size="small" type="primary" onClick={paste}>
              {t('ui.save')}
            </Button>
            <Button size="small" onClick={() => setPasting(undefined)}>
              {t('ui.cancel')}
            </Button>
          </span>
        </>
      )}
    </div>
  );
}

function CodeName({ name, onCommit }: { name: string; onCommit: (name: string) => void }) {
  const { t } = useTranslation();
  const draft = useDraft(name, (next) => next.trim() && onCommit(next.trim()));
  return (
    <Input
      className="grow"
      aria-label={t('form.choice')}
      value={draft.value}
      onChange={(event) => draft.set(event.target.value)}
      onBlur={draft.leave}
      onPressEnter={draft.leave}
    />
  );
}
