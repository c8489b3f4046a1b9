import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Looked for when Enter is pressed or the button; rendered with `key={q}`, so that the way back shows its own words. */
export function SearchForm({ q, label, onSearch }: { q: string; label: string; onSearch(words: string): void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState(q);
  return (
    <form
      className="data-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(words.trim());
      }}
    >
      <label>
        <span>{label}</span>
        <input type="search" value={words} maxLength={60} onChange={(event) => setWords(event.target.value)} />
      </label>
      <Button htmlType="submit">{t('data.find')}</Button>
    </form>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange(value: string): void;
}

/** One filter as a native list: short, and the phone's own wheel on a phone. */
export function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label className="data-choice">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
