import { ColumnWidthOutlined, DeleteOutlined, LinkOutlined, VerticalAlignTopOutlined, VerticalLeftOutlined } from '@ant-design/icons';
import { Button, Select, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { announce } from '../../ui/live.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { usePinyinSearch } from '../steps/pinyin-search.ts';
import type { Arrangement } from './arrange.ts';
import type { LaneEditing } from './use-lane-editing.ts';

interface ToolsProps {
  /** Steps that are chosen, one or several. */
  chosen: readonly string[];
  selectedEdge: string | undefined;
  editing: LaneEditing;
  connecting: boolean;
  onConnecting: (open: boolean) => void;
  onArrange: (how: Arrangement) => void;
  onFind: (step: string) => void;
}

/** Tools above the picture: find a step, connect by choosing, align and spread what is chosen. */
export function LaneTools({ chosen, selectedEdge, editing, connecting, onConnecting, onArrange, onFind }: ToolsProps) {
  const { t } = useTranslation();
  const [only] = chosen;
  return (
    <div className="lane-tools" role="toolbar" aria-label={t('flow.lanes')}>
      <FindStep onFind={onFind} />
      {chosen.length === 1 && only && <ConnectTo from={only} {...{ editing, connecting, onConnecting }} />}
      {chosen.length > 1 && (
        <Space.Compact>
          <Button icon={<VerticalLeftOutlined />} onClick={() => onArrange('left')}>
            {t('flow.lanes.align.left')}
          </Button>
          <Button icon={<VerticalAlignTopOutlined />} onClick={() => onArrange('top')}>
            {t('flow.lanes.align.top')}
          </Button>
          <Button icon={<ColumnWidthOutlined />} disabled={chosen.length < 3} onClick={() => onArrange('across')}>
            {t('flow.lanes.distribute.x')}
          </Button>
          <Button disabled={chosen.length < 3} onClick={() => onArrange('down')}>
            {t('flow.lanes.distribute.y')}
          </Button>
        </Space.Compact>
      )}
      {chosen.length > 1 && <span className="lane-chosen">{t('flow.lanes.chosen', { count: chosen.length })}</span>}
      {selectedEdge && (
        <Button icon={<DeleteOutlined />} onClick={() => editing.deleteEdge(selectedEdge)}>
          {t('flow.lanes.deleteEdge')}
        </Button>
      )}
    </div>
  );
}

/** Typing a name and Enter goes from hit to hit. */
function FindStep({ onFind }: { onFind: (step: string) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const matches = usePinyinSearch();
  const [query, setQuery] = useState('');
  const [next, setNext] = useState(0);
  const hits = query.trim() ? Object.entries(scenario.nodes).filter(([, node]) => matches(text(node.name), query.trim())) : [];
  return (
    <SearchBox
      className="lane-find"
      label={t('flow.lanes.search')}
      value={query}
      onChange={(event) => {
        setQuery(event.target.value);
        setNext(0);
      }}
      onPressEnter={() => {
        announce(t('flow.lanes.found', { count: hits.length }));
        const hit = hits[next % Math.max(1, hits.length)];
        if (!hit) return;
        setNext(next + 1);
        onFind(hit[0]);
      }}
    />
  );
}

interface ConnectProps {
  from: string;
  editing: LaneEditing;
  connecting: boolean;
  onConnecting: (open: boolean) => void;
}

/** The keyboard's way to draw a line: choose where it leads. Only steps that may be led to are offered. */
function ConnectTo({ from, editing, connecting, onConnecting }: ConnectProps) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const matches = usePinyinSearch();
  if (!connecting)
    return (
      <Button icon={<LinkOutlined />} onClick={() => onConnecting(true)}>
        {t('flow.lanes.connect')}
      </Button>
    );
  const targets = Object.keys(scenario.nodes).filter((to) => editing.may(from, to).ok);
  return (
    <Select
      className="lane-connect"
      autoFocus
      defaultOpen
      showSearch={{ filterOption: (typed, option) => matches(String(option?.label ?? ''), typed) }}
      aria-label={t('flow.lanes.connectFrom', { name: text(scenario.nodes[from]?.name) })}
      placeholder={t('flow.lanes.connectTo')}
      notFoundContent={t('flow.lanes.noTarget')}
      options={targets.map((value) => ({ value, label: text(scenario.nodes[value]?.name) }))}
      onBlur={() => onConnecting(false)}
      onSelect={(to: string) => {
        editing.connect(from, to);
        onConnecting(false);
      }}
    />
  );
}
