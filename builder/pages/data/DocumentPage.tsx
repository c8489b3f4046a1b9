/** One thing asked for by its address: a titled page while it loads or cannot be had, its own page once it is there. */
import type { ComponentProps, ReactNode } from 'react';
import { Loaded } from '../../data/Loaded.tsx';
import { Page } from '../../ui/page.tsx';

interface Props<T> {
  asked: ComponentProps<typeof Loaded<T>>['asked'];
  /** Before its own title is known. */
  title: string;
  width?: 'text';
  children(data: T): ReactNode;
}

export function DocumentPage<T>({ asked, title, width, children }: Props<T>) {
  if (asked.data !== undefined) return <Loaded asked={asked}>{children}</Loaded>;
  return (
    <Page title={title} width={width}>
      <Loaded asked={asked} lines={10}>
        {() => null}
      </Loaded>
    </Page>
  );
}
