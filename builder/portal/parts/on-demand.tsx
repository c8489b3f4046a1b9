import { type ComponentProps, type ComponentType, lazy, Suspense } from 'react';

/** A part that comes after the first question: its script is fetched when it is shown. */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Loaded = lazy(async () => ({ default: await load() }));
  return (props) => (
    <Suspense>
      <Loaded {...(props as Props & ComponentProps<typeof Loaded>)} />
    </Suspense>
  );
}
