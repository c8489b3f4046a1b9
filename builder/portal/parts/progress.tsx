/** How far one is: the words say it, the bar only shows it. */
export function Progress({ value, max, children }: { value: number; max: number; children: React.ReactNode }) {
  return (
    <div className="step">
      <p>{children}</p>
      <progress value={value} max={max} aria-hidden="true" />
    </div>
  );
}
